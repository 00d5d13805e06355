package io.murmuration.central.desired;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.murmuration.sync.resource.Presence;
import io.murmuration.sync.resource.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON shapes of {@code /v1.0/desired}. */
final class DesiredJson {
  private DesiredJson() {}

  record ScopeJson(String type, long id) {
    static ScopeJson of(Scope scope) {
      return new ScopeJson(scope.type(), scope.scopeId());
    }
  }

  record ItemJson(
      ScopeJson scope,
      String kind,
      String type,
      String name,
      long revision,
      String state,
      @JsonRawValue String value) {
    static ItemJson of(StoredItem item) {
      return new ItemJson(
          ScopeJson.of(item.scope()),
          item.kind().wireName(),
          item.key().type(),
          item.key().name(),
          item.revision().number(),
          item.presence().wireName(),
          raw(item.asDeclared()));
    }
  }

  record ChangeJson(
      String kind, String type, String name, @Nullable SideJson before, @Nullable SideJson after) {
    static ChangeJson of(ItemChange change) {
      return new ChangeJson(
          change.kind().wireName(),
          change.key().type(),
          change.key().name(),
          SideJson.of(change.before()),
          SideJson.of(change.after()));
    }
  }

  record SideJson(String state, @JsonRawValue String value) {
    static @Nullable SideJson of(@Nullable DeclaredItem item) {
      return item == null ? null : new SideJson(item.presence().wireName(), raw(item));
    }
  }

  record OutcomeJson(
      ScopeJson scope,
      @Nullable Long revision,
      @JsonProperty("dry-run") boolean dryRun,
      List<ChangeJson> changes) {
    static OutcomeJson of(DesiredService.Outcome outcome, boolean dryRun) {
      var revision = outcome.revision();
      return new OutcomeJson(
          ScopeJson.of(outcome.scope()),
          revision == null ? null : revision.number(),
          dryRun,
          outcome.changes().stream().map(ChangeJson::of).toList());
    }
  }

  record ItemsJson(@Nullable ScopeJson scope, List<ItemJson> items) {
    static ItemsJson of(@Nullable Scope scope, List<StoredItem> items) {
      return new ItemsJson(
          scope == null ? null : ScopeJson.of(scope),
          items.stream()
              .filter(item -> item.presence() != Presence.REMOVED)
              .map(ItemJson::of)
              .toList());
    }
  }

  record VersionJson(long revision, String at, @Nullable String who, @Nullable String what) {
    static VersionJson of(Version version) {
      return new VersionJson(
          version.revision(), version.at().toString(), version.who(), version.what());
    }
  }

  record HistoryJson(List<VersionJson> revisions) {}

  /** Secrets are not shown: like those of an item that is not there. */
  private static String raw(DeclaredItem item) {
    return item.presence() == Presence.PRESENT && !item.isSecret() ? item.payload() : "null";
  }
}

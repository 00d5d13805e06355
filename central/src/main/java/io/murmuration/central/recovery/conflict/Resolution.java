package io.murmuration.central.recovery.conflict;

import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SubcloudId;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What operators order about conflicts, and how it stands. */
final class Resolution {
  private Resolution() {}

  /** Who is right. */
  enum Action {
    /** The site: what it holds becomes wanted of it. */
    ADOPT,
    /** The hub: what it wants is sent. */
    FORCE;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Action> fromWireName(@Nullable String name) {
      for (var action : values()) {
        if (action.wireName().equals(name)) {
          return Optional.of(action);
        }
      }
      return Optional.empty();
    }
  }

  /** Whose conflicts. */
  sealed interface Target {
    record Fleet() implements Target {}

    record Group(String ref) implements Target {}

    record Subcloud(String ref) implements Target {}
  }

  /**
   * An order.
   *
   * @param kind all if null
   */
  record Order(Action action, Target target, @Nullable Kind kind) {}

  /**
   * A row that may be meant.
   *
   * @param action ordered before
   * @param revision that overrides what is held
   * @param offline why the site cannot be reached; null if it can
   */
  record Row(
      SubcloudId id,
      String name,
      Kind kind,
      @Nullable Action action,
      @Nullable Revision revision,
      @Nullable String offline) {}

  /** What becomes of it at one subcloud. */
  sealed interface Decision {
    /**
     * @param why in words for an operator
     */
    record Refused(String why) implements Decision {}

    /**
     * @param kinds to be resolved now
     * @param sent of those of them that are overridden already, by an order like this one
     */
    record Taken(List<Kind> kinds, List<Kind> sent) implements Decision {}
  }

  /**
   * How an order stands at a subcloud.
   *
   * @param state refused, open, sent, done or failed
   */
  record Outcome(
      SubcloudId id,
      String name,
      String state,
      String details,
      @Nullable Revision revision,
      OffsetDateTime at) {}

  /** An order with its outcomes. */
  record View(UUID id, Action action, String by, OffsetDateTime at, List<Outcome> outcomes) {}
}

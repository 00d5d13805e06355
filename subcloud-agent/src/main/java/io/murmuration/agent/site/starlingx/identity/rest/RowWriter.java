package io.murmuration.agent.site.starlingx.identity.rest;

import static io.murmuration.agent.site.starlingx.identity.write.TypeWriter.invalid;
import static io.murmuration.agent.site.starlingx.identity.write.TypeWriter.waitsFor;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.murmuration.agent.site.starlingx.client.Answer;
import io.murmuration.agent.site.starlingx.client.IdentityServices;
import io.murmuration.agent.site.starlingx.client.Sysinv;
import io.murmuration.agent.site.starlingx.identity.write.Projection;
import io.murmuration.agent.site.starlingx.identity.write.Value;
import io.murmuration.proto.keystone.IdentityType;
import io.murmuration.proto.keystone.RestList;
import io.murmuration.proto.keystone.RestTime;
import io.murmuration.sync.agent.SiteResult;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Assignments, which Keystone keeps, and revocations, which dcdbsync does: items that are a set of
 * rows without an id of their own.
 */
record RowWriter(IdentityServices services, SiteView view) {

  SiteResult upsert(IdentityType type, String name, Value value) {
    var part = type.parts().getFirst();
    var wanted = value.rows(part.table());
    if (wanted.isEmpty()) {
      return invalid(part.table() + " with at least one row");
    }
    if (type == IdentityType.ASSIGNMENT) {
      var no = obstacle(name, wanted);
      if (no.isPresent()) {
        return no.get();
      }
    }
    var projection = new Projection(view.tables());
    var surplus = now(type, name);
    if (projection.agree(part, wanted, surplus)) {
      return SiteResult.APPLIED;
    }
    var missing = new ArrayList<>(wanted);
    if (type == IdentityType.ASSIGNMENT) {
      // Revocations of one name are not told apart by dcdbsync: there all are made anew.
      missing.removeIf(
          row -> surplus.removeIf(is -> projection.agree(part, List.of(row), List.of(is))));
    }
    for (var row : surplus) {
      var gone = delete(type, row);
      if (!(gone instanceof SiteResult.Applied)) {
        return gone;
      }
    }
    for (var row : missing) {
      var made = make(type, row);
      if (!(made instanceof SiteResult.Applied)) {
        return made;
      }
    }
    return SiteResult.APPLIED;
  }

  SiteResult delete(IdentityType type, String name) {
    for (var row : now(type, name)) {
      var gone = delete(type, row);
      if (!(gone instanceof SiteResult.Applied)) {
        return gone;
      }
    }
    return SiteResult.APPLIED;
  }

  private List<SortedMap<String, @Nullable Object>> now(IdentityType type, String name) {
    return view.item(type, name)
        .map(value -> new ArrayList<>(value.rows(type.parts().getFirst().table())))
        .orElseGet(ArrayList::new);
  }

  private Optional<SiteResult> obstacle(
      String name, List<SortedMap<String, @Nullable Object>> rows) {
    for (var row : rows) {
      var project = Value.text(row, "target_id");
      var actor = Value.text(row, "actor_id");
      var role = Value.text(row, "role_id");
      var type = Value.text(row, "type");
      boolean group = type.equals("GroupProject");
      if (!name.equals(project + "_" + actor + "_" + role)
          || (!group && !type.equals("UserProject"))) {
        return Optional.of(invalid("rows of type UserProject or GroupProject that the item names"));
      }
      if (!view.has(IdentityType.PROJECT, project)) {
        return Optional.of(waitsFor("project", project));
      }
      if (!view.has(IdentityType.ROLE, role)) {
        return Optional.of(waitsFor("role", role));
      }
      if (!view.has(group ? IdentityType.GROUP : IdentityType.USER, actor)) {
        return Optional.of(waitsFor(group ? "group" : "user", actor));
      }
    }
    return Optional.empty();
  }

  private SiteResult make(IdentityType type, SortedMap<String, @Nullable Object> row) {
    if (type == IdentityType.ASSIGNMENT) {
      return Outcome.of(services.putInKeystone(path(row)));
    }
    var record = new TreeMap<String, @Nullable Object>();
    record.put("revocation_event", new Records(view).row("revocation_event", row));
    return Outcome.of(services.post(RestList.REVOCATIONS, record));
  }

  private SiteResult delete(IdentityType type, Map<String, @Nullable Object> row) {
    return Outcome.ofDeletion(
        type == IdentityType.ASSIGNMENT
            ? services.deleteInKeystone(path(row))
            : deleteRevocation(row),
        () -> {});
  }

  private Answer deleteRevocation(Map<String, @Nullable Object> row) {
    var audit = Value.text(row, "audit_id");
    if (!audit.isEmpty()) {
      return services.deleteRevocation("audits", audit);
    }
    var name =
        Value.text(row, "user_id")
            + "_"
            + RestTime.python("issued_before", Value.text(row, "issued_before"));
    return services.deleteRevocation(
        "users", Base64.getUrlEncoder().encodeToString(name.getBytes(UTF_8)));
  }

  private static String path(Map<String, @Nullable Object> row) {
    boolean inherited = Boolean.TRUE.equals(row.get("inherited"));
    var actors = Value.text(row, "type").equals("GroupProject") ? "groups" : "users";
    return (inherited ? "/v3/OS-INHERIT/projects/" : "/v3/projects/")
        + Sysinv.segment(Value.text(row, "target_id"))
        + "/"
        + actors
        + "/"
        + Sysinv.segment(Value.text(row, "actor_id"))
        + "/roles/"
        + Sysinv.segment(Value.text(row, "role_id"))
        + (inherited ? "/inherited_to_projects" : "");
  }
}

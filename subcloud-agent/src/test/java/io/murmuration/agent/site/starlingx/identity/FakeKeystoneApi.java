package io.murmuration.agent.site.starlingx.identity;

import static io.murmuration.agent.site.starlingx.identity.FakeRows.object;

import io.murmuration.agent.site.starlingx.identity.FakeDcdbsync.Reply;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The part of Keystone's API v3 that dcdbsync leaves to it. */
record FakeKeystoneApi(FakeRows rows) {

  /**
   * @param path {@code v3}, …
   */
  Reply answer(String method, List<String> path, Map<String, @Nullable Object> body)
      throws SQLException {
    var resource = path.get(1);
    return switch (method) {
      case "GET" -> resource.equals("regions") ? regions() : assignments();
      case "PUT" -> {
        assign(path);
        yield Reply.NOTHING;
      }
      case "PATCH" -> patch(resource, path.get(2), body);
      default -> path.contains("roles") && path.size() > 3 ? unassign(path) : delete(path);
    };
  }

  private Reply regions() throws SQLException {
    var regions = new ArrayList<Object>();
    for (var row : rows.all("region")) {
      regions.add(Map.of("id", String.valueOf(row.get("id"))));
    }
    return new Reply(200, Map.of("regions", regions));
  }

  private Reply assignments() throws SQLException {
    var assignments = new ArrayList<Object>();
    for (var row : rows.all("assignment")) {
      var type = String.valueOf(row.get("type"));
      var target = Map.of("id", String.valueOf(row.get("target_id")));
      var scope = new TreeMap<String, Object>();
      scope.put(type.endsWith("Domain") ? "domain" : "project", target);
      if (Boolean.TRUE.equals(row.get("inherited"))) {
        scope.put("OS-INHERIT:inherited_to", "projects");
      }
      assignments.add(
          Map.of(
              "role",
              Map.of("id", String.valueOf(row.get("role_id"))),
              type.startsWith("User") ? "user" : "group",
              Map.of("id", String.valueOf(row.get("actor_id"))),
              "scope",
              scope));
    }
    return new Reply(200, Map.of("role_assignments", assignments, "links", Map.of()));
  }

  /** {@code …/projects/P/users/A/roles/R}, inherited or not. */
  private static List<Object> key(List<String> path) {
    int at = path.indexOf("projects");
    return List.of(
        path.get(at + 2).equals("users") ? "UserProject" : "GroupProject",
        path.get(at + 3),
        path.get(at + 1),
        path.get(at + 5),
        path.contains("OS-INHERIT"));
  }

  private void assign(List<String> path) throws SQLException {
    rows.run("INSERT INTO assignment VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", key(path));
  }

  private Reply unassign(List<String> path) throws SQLException {
    int gone =
        rows.run(
            "DELETE FROM assignment WHERE type = ? AND actor_id = ? AND target_id = ?"
                + " AND role_id = ? AND inherited = ?",
            key(path));
    return gone == 0 ? Reply.GONE : Reply.NOTHING;
  }

  private Reply patch(String resource, String id, Map<String, @Nullable Object> body)
      throws SQLException {
    if (resource.equals("domains")) {
      rows.update(
          "project",
          "id",
          id,
          Map.of("enabled", String.valueOf(object(body.get("domain")).get("enabled"))));
      return new Reply(200, Map.of());
    }
    var password = object(body.get("user")).get("password");
    rows.run(
        "UPDATE password SET password_hash = ? WHERE local_user_id ="
            + " (SELECT id FROM local_user WHERE user_id = ?)",
        List.of("$2b$salted-here-of-" + password, id));
    return new Reply(200, Map.of());
  }

  private Reply delete(List<String> path) throws SQLException {
    var id = path.get(2);
    var table =
        switch (path.get(1)) {
          case "users" -> "user";
          case "groups" -> "group";
          case "roles" -> "role";
          default -> "project";
        };
    if (table.equals("project")) {
      var row = rows.where(table, "id", id);
      boolean domain = path.get(1).equals("domains");
      if (!row.isEmpty() && domain != Boolean.TRUE.equals(row.getFirst().get("is_domain"))) {
        return new Reply(403, null);
      }
      if (!row.isEmpty() && domain && Boolean.TRUE.equals(row.getFirst().get("enabled"))) {
        return new Reply(403, null);
      }
    }
    for (var column :
        switch (table) {
          case "user", "group" -> List.of("actor_id");
          case "role" -> List.of("role_id");
          default -> List.of("target_id");
        }) {
      rows.delete("assignment", column, id);
    }
    if (table.equals("user")) {
      rows.delete("credential", "user_id", id);
      rows.delete("user_group_membership", "user_id", id);
    } else if (table.equals("group")) {
      rows.delete("user_group_membership", "group_id", id);
    }
    return rows.delete(table, "id", id) == 0 ? Reply.GONE : Reply.NOTHING;
  }
}

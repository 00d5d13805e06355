package io.murmuration.agent.site.starlingx.identity;

import static io.murmuration.agent.site.starlingx.identity.FakeRows.object;
import static io.murmuration.agent.site.starlingx.identity.FakeRows.objects;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.murmuration.agent.site.starlingx.identity.FakeDcdbsync.Reply;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What dcdbsync does to the tables, statement by statement (contract, dcdbsync: algorithms). */
record FakeDcdbsyncTables(FakeRows rows, boolean hasOptions) {

  /**
   * @param path {@code v1.0}, {@code identity}, …
   */
  Reply answer(String method, List<String> path, Map<String, @Nullable Object> body)
      throws SQLException {
    var list = path.get(2);
    if (list.equals("token-revocation-events")) {
      return revocations(method, path, body);
    }
    var type = list.substring(0, list.length() - 1);
    return switch (method) {
      case "GET" -> new Reply(200, records(type));
      case "POST" -> {
        make(type, body);
        yield new Reply(201, Map.of());
      }
      case "PUT" -> {
        var id = path.get(3);
        if (rows.where(type, "id", id).isEmpty()) {
          yield Reply.GONE;
        }
        change(type, id, body);
        yield new Reply(200, Map.of());
      }
      default -> new Reply(405, null);
    };
  }

  private List<Map<String, @Nullable Object>> records(String type) throws SQLException {
    var records = new ArrayList<Map<String, @Nullable Object>>();
    if (type.equals("user")) {
      for (var local : rows.all("local_user")) {
        var record = new TreeMap<String, @Nullable Object>();
        record.put("local_user", local);
        record.put("user", rows.where("user", "id", local.get("user_id")).getFirst());
        record.put("password", rows.where("password", "local_user_id", local.get("id")));
        if (hasOptions) {
          record.put("user_option", rows.where("user_option", "user_id", local.get("user_id")));
        }
        records.add(record);
      }
      return records;
    }
    for (var row : rows.all(type)) {
      var record = new TreeMap<String, @Nullable Object>(Map.of(type, row));
      if (type.equals("group")) {
        record.put("local_user_ids", members(row.get("id")));
      }
      records.add(record);
    }
    return records;
  }

  private List<Object> members(@Nullable Object group) throws SQLException {
    var members = new ArrayList<Object>();
    for (var row : rows.where("user_group_membership", "group_id", group)) {
      members.add(String.valueOf(row.get("user_id")));
    }
    members.sort(null);
    return members;
  }

  private void make(String type, Map<String, @Nullable Object> body) throws SQLException {
    rows.insert(type, object(body.get(type)));
    if (type.equals("user")) {
      var local = object(body.get("local_user"));
      local.remove("id");
      rows.insert("local_user", local);
      var passwords = objects(body.get("password"));
      if (passwords.isEmpty()) {
        throw new SQLException("an insert of nothing");
      }
      insertPasswords(local.get("user_id"), passwords);
      insertOptions(local.get("user_id"), body);
    } else if (type.equals("group")) {
      insertMembers(object(body.get("group")).get("id"), body);
    }
  }

  private void insertPasswords(@Nullable Object user, List<Map<String, @Nullable Object>> passwords)
      throws SQLException {
    var id = rows.where("local_user", "user_id", user).getFirst().get("id");
    for (var password : passwords) {
      password.remove("id");
      password.put("local_user_id", id);
      rows.insert("password", password);
    }
  }

  private void insertOptions(@Nullable Object user, Map<String, @Nullable Object> body)
      throws SQLException {
    for (var option : objects(body.get("user_option"))) {
      option.put("user_id", user);
      rows.insert("user_option", option);
    }
  }

  private void insertMembers(@Nullable Object group, Map<String, @Nullable Object> body)
      throws SQLException {
    if (body.get("local_user_ids") instanceof List<?> ids) {
      for (var id : ids) {
        rows.insert(
            "user_group_membership", Map.of("user_id", id, "group_id", String.valueOf(group)));
      }
    }
  }

  private void change(String type, String id, Map<String, @Nullable Object> body)
      throws SQLException {
    switch (type) {
      case "user" -> changeUser(id, body);
      case "group" -> changeGroup(id, body);
      case "project" -> changeProject(id, object(body.get(type)));
      default -> changeRole(id, object(body.get(type)));
    }
  }

  private void changeUser(String id, Map<String, @Nullable Object> body) throws SQLException {
    Object now = id;
    if (body.containsKey("user")) {
      var user = object(body.get("user"));
      now = String.valueOf(user.get("id"));
      var options = List.<Map<String, @Nullable Object>>of();
      if (!now.equals(id)) {
        options = rows.where("user_option", "user_id", id);
        rows.delete("user_option", "user_id", id);
      }
      rows.update("user", "id", id, user);
      insertOptions(now, new TreeMap<>(Map.of("user_option", options)));
    }
    if (body.containsKey("user_option")) {
      rows.delete("user_option", "user_id", now);
      insertOptions(now, body);
    }
    if (body.containsKey("local_user")) {
      var local = object(body.get("local_user"));
      local.remove("id");
      rows.update("local_user", "user_id", id, local);
      if (body.containsKey("password")) {
        var localId = rows.where("local_user", "user_id", now).getFirst().get("id");
        rows.delete("password", "local_user_id", localId);
        insertPasswords(now, objects(body.get("password")));
      }
    }
    if (!now.equals(id)) {
      rows.update("assignment", "actor_id", id, Map.of("actor_id", now));
      rows.update("system_assignment", "actor_id", id, Map.of("actor_id", now));
      rows.update("user_group_membership", "user_id", id, Map.of("user_id", now));
    }
  }

  private void changeGroup(String id, Map<String, @Nullable Object> body) throws SQLException {
    var group = object(body.get("group"));
    var now = String.valueOf(group.get("id"));
    boolean changed = !now.equals(id) || !members(id).equals(body.get("local_user_ids"));
    if (changed) {
      rows.delete("user_group_membership", "group_id", id);
    }
    rows.update("group", "id", id, group);
    if (changed) {
      insertMembers(now, body);
    }
    if (!now.equals(id)) {
      rows.update("assignment", "actor_id", id, Map.of("actor_id", now));
      rows.update("system_assignment", "actor_id", id, Map.of("actor_id", now));
    }
  }

  private void changeProject(String id, Map<String, @Nullable Object> project) throws SQLException {
    var now = String.valueOf(project.get("id"));
    if (now.equals(id)) {
      rows.update("project", "id", id, project);
      return;
    }
    var children = new ArrayList<>(rows.where("project", "domain_id", id));
    rows.delete("project", "domain_id", id);
    children.addAll(rows.where("project", "parent_id", id));
    rows.delete("project", "parent_id", id);
    rows.delete("user", "domain_id", id); // the users are made again without passwords; not here
    rows.update("project", "id", id, project);
    for (var child : children) {
      child.replaceAll((_, value) -> id.equals(value) ? now : value);
      rows.insert("project", child);
    }
    rows.update("assignment", "target_id", id, Map.of("target_id", now));
  }

  private void changeRole(String id, Map<String, @Nullable Object> role) throws SQLException {
    var now = String.valueOf(role.get("id"));
    var implied = new ArrayList<Map<String, @Nullable Object>>();
    if (!now.equals(id)) {
      for (var end : List.of("prior_role_id", "implied_role_id")) {
        implied.addAll(rows.where("implied_role", end, id));
        rows.delete("implied_role", end, id);
      }
    }
    rows.update("role", "id", id, role);
    for (var row : implied) {
      row.replaceAll((_, value) -> id.equals(value) ? now : value);
      rows.insert("implied_role", row);
    }
    if (!now.equals(id)) {
      rows.update("assignment", "role_id", id, Map.of("role_id", now));
      rows.update("system_assignment", "role_id", id, Map.of("role_id", now));
    }
  }

  private Reply revocations(String method, List<String> path, Map<String, @Nullable Object> body)
      throws SQLException {
    return switch (method) {
      case "GET" -> {
        var records = new ArrayList<Map<String, @Nullable Object>>();
        for (var row : rows.all("revocation_event")) {
          records.add(new TreeMap<>(Map.of("revocation_event", row)));
        }
        yield new Reply(200, records);
      }
      case "POST" -> {
        var event = object(body.get("revocation_event"));
        rows.insert("revocation_event", event);
        boolean found =
            event.get("audit_id") != null
                || byUser(event.get("user_id"), event.get("issued_before")) != null;
        yield found ? new Reply(201, Map.of()) : new Reply(500, null);
      }
      default -> deleteRevocation(path);
    };
  }

  private Reply deleteRevocation(List<String> path) throws SQLException {
    if (path.get(3).equals("audits")) {
      rows.delete("revocation_event", "audit_id", path.get(4));
      return Reply.NOTHING;
    }
    var tags = new String(Base64.getUrlDecoder().decode(path.get(4)), UTF_8).split("_");
    var id = byUser(tags[0], tags[1]);
    if (id == null || path.get(4).length() % 4 != 0) {
      return Reply.GONE;
    }
    rows.delete("revocation_event", "id", id);
    return Reply.NOTHING;
  }

  /** By the text of the moment, as Python prints it. */
  private @Nullable Object byUser(@Nullable Object user, @Nullable Object issuedBefore)
      throws SQLException {
    for (var row : rows.where("revocation_event", "user_id", user)) {
      if (String.valueOf(row.get("issued_before")).equals(issuedBefore)) {
        return row.get("id");
      }
    }
    return null;
  }
}

package io.murmuration.agent.site.starlingx.identity.rest;

import static io.murmuration.proto.keystone.RestListing.object;

import io.murmuration.agent.site.starlingx.identity.write.Value;
import io.murmuration.proto.keystone.IdentityType;
import io.murmuration.proto.keystone.KeystoneTables;
import io.murmuration.proto.keystone.RestListing;
import io.murmuration.proto.keystone.RestTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Values as dcdbsync takes them: with the columns that this site's Keystone has, and without a part
 * of which the centre says nothing.
 */
record Records(SiteView view) {
  private static final String MEMBERS = "user_group_membership";
  private static final String MEMBER_IDS = "local_user_ids";

  Map<String, @Nullable Object> of(IdentityType type, String id, Value value) {
    return switch (type) {
      case USER -> user(id, value);
      case GROUP -> group(id, value);
      case PROJECT, ROLE, ASSIGNMENT, REVOCATION_EVENT -> single(type.wireName(), value);
    };
  }

  private Map<String, @Nullable Object> single(String table, Value value) {
    var record = new TreeMap<String, @Nullable Object>();
    record.put(table, row(table, value.row(table)));
    return record;
  }

  private Map<String, @Nullable Object> user(String id, Value value) {
    var record = single("user", value);
    var local = row("local_user", value.row("local_user"));
    local.put("user_id", id);
    record.put("local_user", local);
    for (var many : List.of("password", "user_option")) {
      if (value.has(many) && view.tables().has(many)) {
        var rows = new ArrayList<Map<String, @Nullable Object>>();
        for (var row : value.rows(many)) {
          rows.add(row(many, row));
        }
        record.put(many, rows);
      }
    }
    return record;
  }

  /** Members that are exempt or not of this Keystone stay as they are. */
  private Map<String, @Nullable Object> group(String id, Value value) {
    var record = single("group", value);
    var members = new TreeSet<String>();
    var shared = new TreeSet<String>();
    for (var user : view.records(IdentityType.USER).toList()) {
      if (view.isShared(user)) {
        shared.add(SiteView.id(IdentityType.USER, user));
      }
    }
    for (var member : memberIds(view, id)) {
      if (!value.has(MEMBERS) || !shared.contains(member)) {
        members.add(member);
      }
    }
    for (var row : value.rows(MEMBERS)) {
      var member = Value.text(row, "user_id");
      if (shared.contains(member)) {
        members.add(member);
      }
    }
    record.put(MEMBER_IDS, List.copyOf(members));
    return record;
  }

  /** A member who is not at the site, if there is one. */
  List<String> missingMembers(Value value) {
    var missing = new ArrayList<String>();
    for (var row : value.rows(MEMBERS)) {
      var member = Value.text(row, "user_id");
      if (!view.has(IdentityType.USER, member)) {
        missing.add(member);
      }
    }
    return missing;
  }

  static List<String> memberIds(SiteView view, String group) {
    return view.record(IdentityType.GROUP, group).map(Records::memberIds).orElse(List.of());
  }

  static List<String> memberIds(Map<String, ?> group) {
    var ids = new ArrayList<String>();
    if (group.get(MEMBER_IDS) instanceof List<?> list) {
      list.forEach(id -> ids.add(String.valueOf(id)));
    }
    return ids;
  }

  static Map<String, @Nullable Object> withMembers(Map<String, ?> group, List<String> members) {
    var record = object(group);
    record.put(MEMBER_IDS, List.copyOf(new TreeSet<>(members)));
    return record;
  }

  /** What says that somebody who is there has another name, and nothing else. */
  static Map<String, @Nullable Object> renamed(
      IdentityType type, Map<String, ?> record, String name) {
    var table = SiteView.nameTable(type);
    var row = object(record.get(table));
    row.put("name", name);
    var renamed = new TreeMap<String, @Nullable Object>();
    renamed.put(table, row);
    if (type == IdentityType.GROUP) {
      renamed.put(MEMBER_IDS, memberIds(record));
    }
    return renamed;
  }

  Map<String, @Nullable Object> row(String table, Map<String, ?> row) {
    return row(view.tables(), table, row);
  }

  private static Map<String, @Nullable Object> row(
      KeystoneTables tables, String table, Map<String, ?> row) {
    var local = new TreeMap<String, @Nullable Object>();
    for (var entry : row.entrySet()) {
      var column = entry.getKey();
      if (tables.has(table, column)) {
        local.put(
            column,
            entry.getValue() instanceof String text
                ? RestTime.python(column, text)
                : entry.getValue());
      }
    }
    return local;
  }

  /** What is at the site after a record was stored: a part that was not sent is as it was. */
  static Map<String, @Nullable Object> stored(Map<String, ?> former, Map<String, ?> sent) {
    var stored = object(former);
    sent.forEach((table, part) -> {
      if (part instanceof Map<?, ?>) {
        var row = RestListing.object(former.get(table));
        row.putAll(object(part));
        stored.put(table, row);
      } else {
        stored.put(table, part);
      }
    });
    return stored;
  }
}

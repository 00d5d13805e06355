package io.murmuration.proto.keystone;

import static io.murmuration.proto.keystone.RestListing.object;
import static io.murmuration.proto.keystone.RestListing.text;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes of one cloud's lists the same items that {@link IdentityReader} makes of its tables, so
 * that equal rows are equal bytes whatever way they came. Immutable.
 */
public final class RestReader {
  private static final String MEMBERS = "user_group_membership";
  private static final String INHERITED = "OS-INHERIT:inherited_to";

  private final RestListing listing;
  private final Set<String> regions;
  private final Set<String> sharedUsers;

  public RestReader(RestListing listing) {
    this.listing = listing;
    this.regions = new HashSet<>();
    for (var region : listing.of(RestList.REGIONS)) {
      regions.add(text(region, "id"));
    }
    this.sharedUsers = new HashSet<>();
    for (var user : listing.of(RestList.USERS)) {
      if (isShared(user, regions)) {
        sharedUsers.add(text(object(user.get("user")), "id"));
      }
    }
  }

  /** All items of a type that are kept the same: their values by name. */
  public SortedMap<String, SortedMap<String, @Nullable Object>> readAll(IdentityType type) {
    return read(type, null);
  }

  /** Those of {@code names} that are there. */
  public SortedMap<String, SortedMap<String, @Nullable Object>> read(
      IdentityType type, @Nullable Collection<String> names) {
    var wanted = names == null ? null : new HashSet<>(names);
    return switch (type) {
      case PROJECT -> rows(type, RestList.PROJECTS, wanted);
      case ROLE -> rows(type, RestList.ROLES, wanted);
      case USER -> rows(type, RestList.USERS, wanted);
      case GROUP -> rows(type, RestList.GROUPS, wanted);
      case ASSIGNMENT -> sets(type, assignments(), wanted);
      case REVOCATION_EVENT -> sets(type, revocations(), wanted);
    };
  }

  private List<Map<String, @Nullable Object>> revocations() {
    var rows = new ArrayList<Map<String, @Nullable Object>>();
    for (var event : listing.of(RestList.REVOCATIONS)) {
      rows.add(object(event.get("revocation_event")));
    }
    return rows;
  }

  /** Whether the user of a record is kept the same. */
  public boolean isSharedUser(Map<String, ?> user) {
    return isShared(user, regions);
  }

  private static boolean isShared(Map<String, ?> user, Set<String> regions) {
    return Exempt.isSharedUser(text(object(user.get("local_user")), "name"), regions);
  }

  public Set<String> regions() {
    return Set.copyOf(regions);
  }

  private SortedMap<String, SortedMap<String, @Nullable Object>> rows(
      IdentityType type, RestList list, @Nullable Set<String> wanted) {
    var items = new TreeMap<String, SortedMap<String, @Nullable Object>>();
    for (var each : listing.of(list)) {
      var id = text(object(each.get(type.wireName())), "id");
      if (isWanted(wanted, id) && isShared(type, each, id)) {
        items.put(id, value(type, each));
      }
    }
    return items;
  }

  private static boolean isWanted(@Nullable Set<String> wanted, String name) {
    return !name.isEmpty() && (wanted == null || wanted.contains(name));
  }

  private boolean isShared(IdentityType type, Map<String, ?> each, String id) {
    return switch (type) {
      case USER -> sharedUsers.contains(id);
      case ROLE -> Exempt.isSharedRole(text(object(each.get("role")), "name"));
      case PROJECT -> !id.startsWith("<<"); // the root of the domains
      case GROUP, ASSIGNMENT, REVOCATION_EVENT -> true;
    };
  }

  private SortedMap<String, @Nullable Object> value(
      IdentityType type, Map<String, @Nullable Object> each) {
    var value = new TreeMap<String, @Nullable Object>();
    for (var part : type.parts()) {
      if (part.table().equals(MEMBERS)) {
        value.put(MEMBERS, members(each.get("local_user_ids")));
      } else if (!part.many()) {
        value.put(part.table(), row(part, object(each.get(part.table()))));
      } else if (each.get(part.table()) instanceof List<?> rows) {
        var list = new ArrayList<SortedMap<String, @Nullable Object>>();
        for (var row : rows) {
          list.add(row(part, object(row)));
        }
        value.put(part.table(), IdentityReader.sorted(list));
      }
    }
    return value;
  }

  private List<SortedMap<String, @Nullable Object>> members(@Nullable Object ids) {
    var rows = new ArrayList<SortedMap<String, @Nullable Object>>();
    if (ids instanceof List<?> list) {
      for (var id : list) {
        if (id instanceof String user && sharedUsers.contains(user)) {
          rows.add(new TreeMap<>(Map.of("user_id", user)));
        }
      }
    }
    return IdentityReader.sorted(rows);
  }

  private static SortedMap<String, @Nullable Object> row(
      Part part, Map<String, @Nullable Object> row) {
    var kept = new TreeMap<String, @Nullable Object>();
    for (var column : part.columns()) {
      if (row.containsKey(column.name())) {
        var value = row.get(column.name());
        kept.put(
            column.name(),
            value instanceof String text && RestTime.isIn(column.name())
                ? RestTime.postgres(text)
                : value);
      }
    }
    return kept;
  }

  private SortedMap<String, SortedMap<String, @Nullable Object>> sets(
      IdentityType type, List<Map<String, @Nullable Object>> rows, @Nullable Set<String> wanted) {
    var part = type.parts().getFirst();
    var byName = new TreeMap<String, List<SortedMap<String, @Nullable Object>>>();
    for (var each : rows) {
      var row = row(part, each);
      var name = type == IdentityType.ASSIGNMENT ? assignmentName(row) : revocationName(row);
      if (isWanted(wanted, name)) {
        byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(row);
      }
    }
    var items = new TreeMap<String, SortedMap<String, @Nullable Object>>();
    for (var entry : byName.entrySet()) {
      var value = new TreeMap<String, @Nullable Object>();
      value.put(part.table(), IdentityReader.sorted(entry.getValue()));
      items.put(entry.getKey(), value);
    }
    return items;
  }

  private static String assignmentName(Map<String, ?> row) {
    return text(row, "target_id") + "_" + text(row, "actor_id") + "_" + text(row, "role_id");
  }

  /** Empty for a row that is nobody's business. */
  private static String revocationName(Map<String, ?> row) {
    var audit = text(row, "audit_id");
    if (!audit.isEmpty() || text(row, "user_id").isEmpty()) {
      return audit;
    }
    var name = text(row, "user_id") + "_" + text(row, "issued_before");
    return Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(UTF_8));
  }

  private List<Map<String, @Nullable Object>> assignments() {
    var projects = ids(RestList.PROJECTS, "project");
    var groups = ids(RestList.GROUPS, "group");
    var roles = new HashSet<String>();
    for (var each : listing.of(RestList.ROLES)) {
      var role = object(each.get("role"));
      if (Exempt.isSharedRole(text(role, "name"))) {
        roles.add(text(role, "id"));
      }
    }
    var rows = new ArrayList<Map<String, @Nullable Object>>();
    for (var each : listing.of(RestList.ASSIGNMENTS)) {
      var row = assignment(each);
      var actors = text(row, "type").equals("UserProject") ? sharedUsers : groups;
      if (projects.contains(text(row, "target_id"))
          && roles.contains(text(row, "role_id"))
          && actors.contains(text(row, "actor_id"))) {
        rows.add(row);
      }
    }
    return rows;
  }

  private Set<String> ids(RestList list, String table) {
    var ids = new HashSet<String>();
    for (var each : listing.of(list)) {
      ids.add(text(object(each.get(table)), "id"));
    }
    return ids;
  }

  /** A row of the table, of what Keystone says; without a target if it is not about a project. */
  private static Map<String, @Nullable Object> assignment(Map<String, @Nullable Object> each) {
    var scope = object(each.get("scope"));
    var user = text(object(each.get("user")), "id");
    boolean group = user.isEmpty();
    var row = new TreeMap<String, @Nullable Object>();
    row.put("type", group ? "GroupProject" : "UserProject");
    row.put("actor_id", group ? text(object(each.get("group")), "id") : user);
    row.put("target_id", text(object(scope.get("project")), "id"));
    row.put("role_id", text(object(each.get("role")), "id"));
    row.put("inherited", scope.get(INHERITED) != null);
    return row;
  }

  /**
   * The tables and columns that the answers show; those of which no row is there count as there.
   */
  public KeystoneTables tables() {
    var columns = new TreeMap<String, SortedMap<String, String>>();
    for (var type : IdentityType.values()) {
      for (var part : type.parts()) {
        columnsOf(type, part).ifPresent(found -> columns.put(part.table(), found));
      }
    }
    return new KeystoneTables(columns);
  }

  private Optional<SortedMap<String, String>> columnsOf(IdentityType type, Part part) {
    var rows = new ArrayList<Map<String, @Nullable Object>>();
    boolean lacksTable = false;
    var list =
        switch (type) {
          case PROJECT -> RestList.PROJECTS;
          case ROLE -> RestList.ROLES;
          case USER -> RestList.USERS;
          case GROUP -> RestList.GROUPS;
          case REVOCATION_EVENT -> RestList.REVOCATIONS;
          case ASSIGNMENT -> RestList.ASSIGNMENTS;
        };
    if (type != IdentityType.ASSIGNMENT && !part.table().equals(MEMBERS)) {
      for (var each : listing.of(list)) {
        lacksTable |= !each.containsKey(part.table());
        if (each.get(part.table()) instanceof List<?> many) {
          for (var row : many) {
            rows.add(object(row));
          }
        } else {
          rows.add(object(each.get(part.table())));
        }
      }
    }
    if (lacksTable) {
      return Optional.empty();
    }
    var columns = new TreeMap<String, String>();
    for (var column : part.columns()) {
      if (rows.isEmpty() || rows.stream().anyMatch(row -> row.containsKey(column.name()))) {
        columns.put(column.name(), "text");
      }
    }
    return Optional.of(columns);
  }
}

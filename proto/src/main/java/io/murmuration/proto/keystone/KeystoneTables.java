package io.murmuration.proto.keystone;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which tables and columns one Keystone has: releases differ. Immutable.
 *
 * @param columns by table: PostgreSQL's type by column, without length, so that a cast to it
 *     shortens nothing
 */
public record KeystoneTables(SortedMap<String, SortedMap<String, String>> columns) {
  private static final String COLUMNS =
      """
      SELECT c.relname, a.attname, format_type(a.atttypid, NULL)
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
      WHERE c.relkind IN ('r', 'p', 'v') AND c.relnamespace = current_schema()::regnamespace
        AND a.attnum > 0 AND NOT a.attisdropped
      """;

  private static final Set<String> NEEDED =
      Set.of(
          "user",
          "local_user",
          "password",
          "group",
          "user_group_membership",
          "project",
          "role",
          "assignment",
          "region",
          "revocation_event");

  public KeystoneTables {
    columns = Collections.unmodifiableSortedMap(new TreeMap<>(columns));
  }

  public static KeystoneTables read(Connection connection) throws SQLException {
    var tables = new TreeMap<String, SortedMap<String, String>>();
    try (var statement = connection.prepareStatement(COLUMNS);
        var rows = statement.executeQuery()) {
      while (rows.next()) {
        tables
            .computeIfAbsent(rows.getString(1), _ -> new TreeMap<>())
            .put(rows.getString(2), rows.getString(3));
      }
    }
    return new KeystoneTables(tables);
  }

  public boolean has(String table) {
    return columns.containsKey(table);
  }

  public boolean has(String table, String column) {
    return of(table).containsKey(column);
  }

  /** Type by column; empty if there is no such table. */
  public Map<String, String> of(String table) {
    return columns.getOrDefault(table, Collections.emptySortedMap());
  }

  /** Tables without which this is no Keystone's database; empty if all are there. */
  public Set<String> missing() {
    var missing = new TreeSet<>(NEEDED);
    missing.removeAll(columns.keySet());
    return missing;
  }
}

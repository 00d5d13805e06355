package io.murmuration.agent.site.starlingx.identity;

import static io.murmuration.proto.keystone.IdentityReader.quoted;

import io.murmuration.proto.keystone.KeystoneTables;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows of a value to those of their columns that this Keystone has. A row that is as it
 * shall be is not touched.
 */
record Rows(Sql sql, KeystoneTables tables) {

  void insert(String table, Map<String, @Nullable Object> row) throws SQLException {
    var local = local(table, row);
    var columns = local.keySet().stream().map(c -> quoted(c)).collect(Collectors.joining(", "));
    var values = local.keySet().stream().map(c -> cast(table, c)).collect(Collectors.joining(", "));
    sql.update(
        "INSERT INTO %s (%s) VALUES (%s)".formatted(quoted(table), columns, values),
        local.values());
  }

  /** Does nothing if no row has that key, or if the row says so already. */
  void update(String table, Map<String, @Nullable Object> row, String keyColumn, String key)
      throws SQLException {
    var local = local(table, row);
    if (local.isEmpty()) {
      return;
    }
    var changes = new ArrayList<String>();
    var differences = new ArrayList<String>();
    for (var column : local.keySet()) {
      changes.add(quoted(column) + " = " + cast(table, column));
      differences.add(quoted(column) + " IS DISTINCT FROM " + cast(table, column));
    }
    var arguments = new ArrayList<@Nullable String>(local.values());
    arguments.addAll(local.values());
    arguments.add(key);
    sql.update(
        "UPDATE %s SET %s WHERE (%s) AND %s = ?"
            .formatted(
                quoted(table),
                String.join(", ", changes),
                String.join(" OR ", differences),
                quoted(keyColumn)),
        arguments);
  }

  /** Updates the row with that key, or makes it. */
  void put(String table, Map<String, @Nullable Object> row, String keyColumn, String key)
      throws SQLException {
    if (sql.exists(
        "SELECT FROM %s WHERE %s = ?".formatted(quoted(table), quoted(keyColumn)), key)) {
      update(table, row, keyColumn, key);
    } else {
      var whole = new TreeMap<String, @Nullable Object>(row);
      whole.put(keyColumn, key);
      insert(table, whole);
    }
  }

  /** Deletes the rows that say exactly this. */
  void delete(String table, Map<String, @Nullable Object> row) throws SQLException {
    var local = local(table, row);
    sql.update(
        "DELETE FROM %s WHERE %s"
            .formatted(
                quoted(table),
                local.keySet().stream()
                    .map(c -> quoted(c) + " IS NOT DISTINCT FROM " + cast(table, c))
                    .collect(Collectors.joining(" AND "))),
        local.values());
  }

  private SortedMap<String, @Nullable String> local(
      String table, Map<String, @Nullable Object> row) {
    var local = new TreeMap<String, @Nullable String>();
    row.forEach((column, value) -> {
      if (tables.has(table, column)) {
        local.put(column, value == null ? null : value.toString());
      }
    });
    return local;
  }

  private String cast(String table, String column) {
    return "CAST(? AS " + tables.of(table).get(column) + ")";
  }
}

package io.murmuration.proto.keystone;

import io.murmuration.proto.canonical.CanonicalJson;
import io.murmuration.proto.canonical.InvalidJsonException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads items from the tables of one Keystone. Belongs to one transaction of one connection, which
 * the caller makes repeatable, so that the parts of an item fit together.
 */
public final class IdentityReader {
  private final Connection connection;
  private final KeystoneTables tables;

  public IdentityReader(Connection connection, KeystoneTables tables) {
    this.connection = connection;
    this.tables = tables;
  }

  /** All items of a type that are kept the same: their values by name. */
  public SortedMap<String, SortedMap<String, @Nullable Object>> readAll(IdentityType type)
      throws SQLException {
    return read(type, null);
  }

  /** Those of {@code names} that are there. */
  public SortedMap<String, SortedMap<String, @Nullable Object>> read(
      IdentityType type, @Nullable Collection<String> names) throws SQLException {
    var found = new ArrayList<Found>();
    for (var part : type.parts()) {
      if (tables.has(part.table())) {
        found.add(new Found(part, rows(part, names)));
      }
    }
    var items = new TreeMap<String, SortedMap<String, @Nullable Object>>();
    for (var name : found.getFirst().rows().keySet()) {
      var value = new TreeMap<String, @Nullable Object>();
      for (var part : found) {
        add(part.part(), part.rows().get(name), value);
      }
      if (isWhole(type, value)) {
        items.put(name, value);
      }
    }
    return items;
  }

  /** Rows by the name of their item. */
  private record Found(
      Part part, SortedMap<String, List<SortedMap<String, @Nullable Object>>> rows) {}

  private static void add(
      Part part,
      @Nullable List<SortedMap<String, @Nullable Object>> rows,
      SortedMap<String, @Nullable Object> value) {
    if (part.many()) {
      value.put(part.table(), rows == null ? List.of() : sorted(rows));
    } else if (rows != null) {
      value.put(part.table(), rows.getFirst());
    }
  }

  private boolean isWhole(IdentityType type, Map<String, @Nullable Object> value) {
    return type.parts().stream()
        .allMatch(part -> value.containsKey(part.table()) || !tables.has(part.table()));
  }

  /**
   * Each once, in the order of their canonical bytes: databases sort texts in ways of their own,
   * and Keystone's table of revocations may hold the same one twice, which means no more than once.
   */
  public static List<SortedMap<String, @Nullable Object>> sorted(
      Collection<SortedMap<String, @Nullable Object>> rows) {
    var distinct = new LinkedHashSet<SortedMap<String, @Nullable Object>>(rows);
    var list = new ArrayList<SortedMap<String, @Nullable Object>>(distinct);
    if (list.size() > 1) {
      list.sort(Comparator.comparing(IdentityReader::canonical));
    }
    return list;
  }

  private static String canonical(Map<String, @Nullable Object> row) {
    try {
      return new String(CanonicalJson.print(row), StandardCharsets.UTF_8);
    } catch (InvalidJsonException _) {
      return ""; // the item will be found to have no canonical form as a whole
    }
  }

  private SortedMap<String, List<SortedMap<String, @Nullable Object>>> rows(
      Part part, @Nullable Collection<String> names) throws SQLException {
    var columns = part.columns().stream().filter(c -> tables.has(part.table(), c.name())).toList();
    var sql = new StringBuilder("SELECT ").append(part.key());
    columns.forEach(column -> sql.append(", t.").append(quoted(column.name())).append("::text"));
    sql.append(" FROM ").append(quoted(part.table())).append(" t ").append(part.joins());
    sql.append(" WHERE ").append(part.condition());
    if (names != null) {
      sql.append(" AND ").append(part.key()).append(" = ANY (?)");
    }
    var found = new TreeMap<String, List<SortedMap<String, @Nullable Object>>>();
    try (var statement = connection.prepareStatement(sql.toString())) {
      if (names != null) {
        statement.setArray(1, connection.createArrayOf("text", names.toArray()));
      }
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          found.computeIfAbsent(rows.getString(1), _ -> new ArrayList<>()).add(row(columns, rows));
        }
      }
    }
    return found;
  }

  private static SortedMap<String, @Nullable Object> row(List<Column> columns, ResultSet rows)
      throws SQLException {
    var row = new TreeMap<String, @Nullable Object>();
    for (int i = 0; i < columns.size(); i++) {
      var column = columns.get(i);
      row.put(column.name(), column.form().json(rows.getString(i + 2)));
    }
    return row;
  }

  /** A name of the schema in SQL. */
  public static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}

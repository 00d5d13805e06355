package io.murmuration.agent.site.starlingx.identity;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whole rows in and out, in one transaction; moments as Python prints them. */
record FakeRows(Connection connection) {

  List<Map<String, @Nullable Object>> all(String table) throws SQLException {
    return query("SELECT * FROM \"" + table + "\"");
  }

  List<Map<String, @Nullable Object>> where(String table, String column, @Nullable Object value)
      throws SQLException {
    return query(
        "SELECT * FROM \"%s\" WHERE \"%s\" = ?".formatted(table, column), String.valueOf(value));
  }

  private List<Map<String, @Nullable Object>> query(String sql, String... arguments)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setObject(i + 1, arguments[i], Types.OTHER);
      }
      try (var result = statement.executeQuery()) {
        var rows = new ArrayList<Map<String, @Nullable Object>>();
        while (result.next()) {
          rows.add(row(result));
        }
        return rows;
      }
    }
  }

  private static Map<String, @Nullable Object> row(ResultSet result) throws SQLException {
    var row = new TreeMap<String, @Nullable Object>();
    var columns = result.getMetaData();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      var text = result.getString(i);
      row.put(
          columns.getColumnName(i),
          text == null
              ? null
              : switch (columns.getColumnType(i)) {
                case Types.BIT, Types.BOOLEAN -> result.getBoolean(i);
                case Types.INTEGER, Types.BIGINT -> result.getLong(i);
                case Types.TIMESTAMP -> python(text);
                default -> text;
              });
    }
    return row;
  }

  private static String python(String moment) {
    int point = moment.indexOf('.');
    return point < 0 ? moment : (moment + "000000").substring(0, point + 7);
  }

  void insert(String table, Map<String, ?> row) throws SQLException {
    var columns = row.keySet().stream().map(c -> '"' + c + '"').collect(Collectors.joining(", "));
    var marks = row.keySet().stream().map(_ -> "?").collect(Collectors.joining(", "));
    run(
        "INSERT INTO \"%s\" (%s) VALUES (%s)".formatted(table, columns, marks),
        new ArrayList<>(row.values()));
  }

  void update(String table, String column, @Nullable Object value, Map<String, ?> row)
      throws SQLException {
    var changes =
        row.keySet().stream().map(c -> '"' + c + "\" = ?").collect(Collectors.joining(", "));
    var arguments = new ArrayList<@Nullable Object>(row.values());
    arguments.add(value);
    run("UPDATE \"%s\" SET %s WHERE \"%s\" = ?".formatted(table, changes, column), arguments);
  }

  int delete(String table, String column, @Nullable Object value) throws SQLException {
    var arguments = new ArrayList<@Nullable Object>();
    arguments.add(value);
    return run("DELETE FROM \"%s\" WHERE \"%s\" = ?".formatted(table, column), arguments);
  }

  int run(String sql, List<? extends @Nullable Object> arguments) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      int index = 1;
      for (var argument : arguments) {
        if (argument == null) {
          statement.setNull(index++, Types.OTHER);
        } else {
          statement.setObject(index++, argument.toString(), Types.OTHER);
        }
      }
      return statement.executeUpdate();
    }
  }

  static Map<String, @Nullable Object> object(@Nullable Object json) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    if (json instanceof Map<?, ?> map) {
      map.forEach((name, value) -> object.put(String.valueOf(name), value));
    }
    return object;
  }

  static List<Map<String, @Nullable Object>> objects(@Nullable Object json) {
    return json instanceof List<?> list ? list.stream().map(FakeRows::object).toList() : List.of();
  }
}

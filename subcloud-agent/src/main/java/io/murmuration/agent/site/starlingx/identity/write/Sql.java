package io.murmuration.agent.site.starlingx.identity.write;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Statements with texts as arguments, in one connection's transaction. */
public record Sql(Connection connection) {

  /** How many rows it changed. */
  int update(String sql, @Nullable String... arguments) throws SQLException {
    return update(sql, List.of(), arguments);
  }

  int update(String sql, Collection<@Nullable String> first, @Nullable String... arguments)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      bind(statement, first, arguments);
      return statement.executeUpdate();
    }
  }

  /** The first column of the first row; empty if there is no row, or if it holds NULL. */
  public Optional<String> find(String sql, @Nullable String... arguments) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      bind(statement, List.of(), arguments);
      try (var rows = statement.executeQuery()) {
        return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
      }
    }
  }

  boolean exists(String sql, @Nullable String... arguments) throws SQLException {
    return find("SELECT 1 WHERE EXISTS (" + sql + ")", arguments).isPresent();
  }

  /**
   * The first column, without NULLs.
   *
   * @param array the only argument
   */
  SortedSet<String> all(String sql, Collection<String> array) throws SQLException {
    var found = new TreeSet<String>();
    try (var statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("text", array.toArray()));
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getString(1));
        }
      }
    }
    return found;
  }

  private static void bind(
      PreparedStatement statement,
      Collection<@Nullable String> first,
      @Nullable String... arguments)
      throws SQLException {
    int index = 1;
    for (var argument : first) {
      statement.setString(index++, argument);
    }
    for (var argument : arguments) {
      statement.setString(index++, argument);
    }
  }
}

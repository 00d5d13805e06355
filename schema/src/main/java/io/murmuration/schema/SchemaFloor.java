package io.murmuration.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalInt;

/**
 * The oldest schema whose build may still run on a database, said by the newest build that brought
 * it up. Kept as the comment of Flyway's table: an older build can read it, whatever else has
 * changed.
 */
final class SchemaFloor {
  private static final String PREFIX = "murmuration runs from schema ";

  /** Any number that nobody else locks: two nodes that start at once say it one after the other. */
  private static final long LOCK = 0x6d75726d_75726174L;

  private SchemaFloor() {}

  /** None if no build has said it, or there is no schema yet. */
  static OptionalInt read(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT obj_description(to_regclass('flyway_schema_history'), 'pg_class')")) {
      row.next();
      var comment = row.getString(1);
      return comment != null && comment.matches(PREFIX + "\\d{1,9}")
          ? OptionalInt.of(Integer.parseInt(comment.substring(PREFIX.length())))
          : OptionalInt.empty();
    }
  }

  /** Never lowers it. Nothing happens while there is no schema. */
  static void raise(Connection connection, int oldest) throws SQLException {
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
      if (read(connection).orElse(0) < oldest && hasSchema(connection)) {
        statement.execute(
            "COMMENT ON TABLE flyway_schema_history IS '" + PREFIX + oldest + "'");
      }
      connection.commit();
    }
  }

  private static boolean hasSchema(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row =
            statement.executeQuery("SELECT to_regclass('flyway_schema_history') IS NOT NULL")) {
      row.next();
      return row.getBoolean(1);
    }
  }
}

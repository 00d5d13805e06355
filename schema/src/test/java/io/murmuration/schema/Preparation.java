package io.murmuration.schema;

import io.murmuration.schema.testing.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Has statements prepared on the newest schema: checks their names and types, runs none. */
final class Preparation {
  private Preparation() {}

  /** Those that PostgreSQL does not understand, and its words. */
  static Map<SentStatement, String> refused(Collection<SentStatement> statements)
      throws SQLException {
    var refused = new LinkedHashMap<SentStatement, String>();
    try (var database = TestDatabase.fresh();
        var connection = open(database);
        var statement = connection.createStatement()) {
      var names = typeNames(connection);
      int number = 0;
      for (var sent : statements) {
        number++;
        try {
          statement.execute(sent.prepare("s" + number, names::get));
        } catch (SQLException e) {
          refused.put(sent, String.valueOf(e.getMessage()));
        }
      }
    }
    return refused;
  }

  private static Connection open(TestDatabase database) throws SQLException {
    var settings = database.settings();
    return DriverManager.getConnection(settings.url(), settings.user(), settings.password());
  }

  private static Map<Integer, String> typeNames(Connection connection) throws SQLException {
    var names = new HashMap<Integer, String>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT oid, format_type(oid, NULL) FROM pg_type")) {
      while (rows.next()) {
        names.put(rows.getInt(1), rows.getString(2));
      }
    }
    return names;
  }
}

package io.murmuration.schema.postgres;

import io.murmuration.schema.DatabaseSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Short conversations with a server, one connection each. */
final class ServerSession {
  private static final String TIMEOUT_SECONDS = "20";
  private static final String DUPLICATE_DATABASE = "42P04";

  private ServerSession() {}

  /** True if a server answers there, accepts our password, and runs on {@code data}. */
  static boolean serves(DatabaseSettings settings, Path data) {
    try (Connection connection = connect(settings);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW data_directory")) {
      return row.next() && Path.of(row.getString(1)).equals(data);
    } catch (SQLException e) {
      return false; // whatever the reason, it is of no use to us
    }
  }

  /** Does nothing if the database exists. */
  static void createDatabase(DatabaseSettings settings, String name) {
    if (!name.matches("[a-z][a-z0-9_]*")) {
      throw new IllegalArgumentException("database: " + name + " (expected: [a-z][a-z0-9_]*)");
    }
    try {
      run(settings, "CREATE DATABASE " + name);
    } catch (SQLException e) {
      if (!DUPLICATE_DATABASE.equals(e.getSQLState())) {
        throw new IllegalStateException("cannot create the database " + name, e);
      }
    }
  }

  private static void run(DatabaseSettings settings, String sql) throws SQLException {
    try (Connection connection = connect(settings);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Connection connect(DatabaseSettings settings) throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", settings.user());
    properties.setProperty("password", settings.password());
    properties.setProperty("connectTimeout", TIMEOUT_SECONDS);
    properties.setProperty("loginTimeout", TIMEOUT_SECONDS);
    properties.setProperty("socketTimeout", TIMEOUT_SECONDS);
    return DriverManager.getConnection(settings.url(), properties);
  }
}

package io.murmuration.it.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** What an embedded PostgreSQL itself has counted. */
public final class PostgresStats {
  /** A node writes its leases every few seconds, whatever else goes on. */
  private static final String ROWS =
      "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_user_tables"
          + " WHERE relname NOT IN ('lease', 'node')";

  private PostgresStats() {}

  /** Rows written so far, leases left out; a session tells its own within a second of idleness. */
  public static long rowsWritten(HubProcess hub) {
    var directory = hub.dir().resolve("central").resolve("postgres");
    var server = properties(directory.resolve("server.properties"));
    var url = "jdbc:postgresql://127.0.0.1:" + server.getProperty("port") + "/murmuration";
    try (var connection =
            DriverManager.getConnection(url, "postgres", server.getProperty("password"));
        var statement = connection.createStatement();
        var rows = statement.executeQuery(ROWS)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Properties properties(Path file) {
    var properties = new Properties();
    try (var in = Files.newInputStream(file)) {
      properties.load(in);
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

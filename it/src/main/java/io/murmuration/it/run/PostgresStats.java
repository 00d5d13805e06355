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
  private static final String ROWS =
      "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_user_tables";

  private PostgresStats() {}

  /** Rows written so far; a session tells its own within a second after it became idle. */
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

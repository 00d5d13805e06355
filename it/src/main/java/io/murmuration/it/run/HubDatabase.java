package io.murmuration.it.run;

import io.murmuration.schema.DatabaseSettings;
import io.murmuration.schema.postgres.EmbeddedPostgres;
import io.murmuration.schema.postgres.EmbeddedPostgresOptions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;

/** The database of a running hub, seen past the hub. */
public final class HubDatabase {
  private static final String TABLES =
      "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
          + " AND table_type = 'BASE TABLE' AND table_name NOT IN ('node', 'lease')";

  private final DatabaseSettings settings;

  private HubDatabase(DatabaseSettings settings) {
    this.settings = settings;
  }

  /** Finds the server that the hub runs; closing it is the hub's business. */
  @SuppressWarnings({"resource", "MustBeClosedChecker"})
  public static HubDatabase of(HubProcess hub) {
    var directory = hub.dir().resolve("central").resolve("postgres");
    return new HubDatabase(
        EmbeddedPostgres.open(EmbeddedPostgresOptions.in(directory)).database("murmuration"));
  }

  public DatabaseSettings settings() {
    return settings;
  }

  /**
   * Rows and a digest of their contents and versions by table, but for the leases, which live on by
   * time. A row that was written again as it was counts as changed.
   */
  public Map<String, String> fingerprint() throws SQLException {
    Map<String, String> all = new TreeMap<>();
    try (var connection =
            DriverManager.getConnection(settings.url(), settings.user(), settings.password());
        var statement = connection.createStatement()) {
      var names = new ArrayList<String>();
      try (var tables = statement.executeQuery(TABLES)) {
        while (tables.next()) {
          names.add(tables.getString(1));
        }
      }
      for (var name : names) {
        try (var row =
            statement.executeQuery(
                "SELECT count(*) || ' ' || coalesce(md5(string_agg(t.xmin || t::text, ';' ORDER BY t::text)),"
                    + " '') FROM \""
                    + name
                    + "\" t")) {
          row.next();
          all.put(name, row.getString(1));
        }
      }
    }
    return all;
  }

  /** A backup: the hub, if it runs, loses its connections and finds the database again. */
  public void copyTo(String name) throws SQLException {
    copy("murmuration", name);
  }

  /** A restore; nobody may use the database meanwhile. */
  public void replaceBy(String name) throws SQLException {
    beside("DROP DATABASE murmuration WITH (FORCE)");
    copy(name, "murmuration");
  }

  private void copy(String from, String to) throws SQLException {
    beside(
        "ALTER DATABASE " + from + " ALLOW_CONNECTIONS false",
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '"
            + from
            + "'",
        "CREATE DATABASE " + to + " TEMPLATE " + from,
        "ALTER DATABASE " + from + " ALLOW_CONNECTIONS true");
  }

  /** In another database of the server. */
  private void beside(String... statements) throws SQLException {
    var url = settings.url().replace("/murmuration", "/postgres");
    try (var connection = DriverManager.getConnection(url, settings.user(), settings.password());
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Runs one statement with text parameters. */
  public void update(String sql, String... parameters) throws SQLException {
    try (var connection =
            DriverManager.getConnection(settings.url(), settings.user(), settings.password());
        var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
      statement.executeUpdate();
    }
  }
}

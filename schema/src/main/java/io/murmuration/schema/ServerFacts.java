package io.murmuration.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What the database server said about itself; shown in {@code /health}.
 *
 * @param version for people, e.g. {@code 18.6}
 * @param major e.g. 18
 * @param fsync false: a power cut may lose or corrupt everything
 * @param synchronousCommit the setting's own words; {@code off}: a crash loses the last commits
 * @param fullPageWrites false: a power cut may leave torn pages
 * @param synchronousStandbys {@code synchronous_standby_names}; empty: commits live on one machine
 * @param maxConnections of the server, for all nodes together
 * @param readOnly true: a standby, or set to read-only; a hub cannot run on it
 */
public record ServerFacts(
    String version,
    int major,
    boolean fsync,
    String synchronousCommit,
    boolean fullPageWrites,
    String synchronousStandbys,
    int maxConnections,
    boolean readOnly) {
  /** The oldest PostgreSQL that we test on. */
  public static final int OLDEST_MAJOR = 15;

  private static final int VERSIONS_PER_MAJOR = 10_000;
  private static final String QUERY =
      """
      SELECT current_setting('server_version'), current_setting('server_version_num')::int,
             current_setting('fsync')::bool, current_setting('synchronous_commit'),
             current_setting('full_page_writes')::bool,
             current_setting('synchronous_standby_names'),
             current_setting('max_connections')::int,
             pg_is_in_recovery() OR current_setting('transaction_read_only')::bool
      """;

  static ServerFacts read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(QUERY)) {
      row.next();
      return new ServerFacts(
          row.getString(1),
          row.getInt(2) / VERSIONS_PER_MAJOR,
          row.getBoolean(3),
          row.getString(4),
          row.getBoolean(5),
          row.getString(6),
          row.getInt(7),
          row.getBoolean(8));
    }
  }

  /** True if a commit that was answered survives a crash of the database machine. */
  public boolean durable() {
    return fsync && fullPageWrites && !synchronousCommit.equals("off");
  }

  /** What an operator should change, each a sentence; empty if all is well. */
  public List<String> warnings() {
    var warnings = new ArrayList<String>();
    if (!fsync) {
      warnings.add("fsync: off (expected: on): a power cut may lose the database");
    }
    if (!fullPageWrites) {
      warnings.add("full_page_writes: off (expected: on): a power cut may leave torn pages");
    }
    if (synchronousCommit.equals("off")) {
      warnings.add("synchronous_commit: off (expected: on): a crash loses accepted changes");
    }
    return List.copyOf(warnings);
  }
}

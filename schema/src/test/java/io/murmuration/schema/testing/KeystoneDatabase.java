package io.murmuration.schema.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.murmuration.schema.DatabaseSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A database with the tables of a real Keystone, as its own migrations make them, and what every
 * Keystone has: the root of the domains and the domain {@code default}. Its statements take turns
 * on one connection, since a server process for each costs more than the statement. Thread-safe.
 */
public final class KeystoneDatabase implements AutoCloseable {
  private static final String FIRST_ROWS =
      """
      INSERT INTO project (id, name, extra, description, enabled, domain_id, is_domain)
      VALUES ('<<keystone.domain.root>>', '<<keystone.domain.root>>', '{}', '', false,
              '<<keystone.domain.root>>', true);
      INSERT INTO project (id, name, extra, description, enabled, domain_id, is_domain)
      VALUES ('default', 'Default', '{}', 'The default domain', true,
              '<<keystone.domain.root>>', true);
      INSERT INTO region (id, description, extra) VALUES ('RegionOne', '', '{}');
      """;

  private final TestDatabase database =
      TestDatabase.copyOf("keystone_template", () -> resource("/keystone/tables.sql") + FIRST_ROWS);
  private final Connection own = connect();
  private int moments;

  private KeystoneDatabase() {}

  public static KeystoneDatabase fresh() {
    return new KeystoneDatabase();
  }

  public DatabaseSettings settings() {
    return database.settings();
  }

  /** A connection of the caller's. */
  public Connection connect() {
    var settings = database.settings();
    try {
      return DriverManager.getConnection(settings.url(), settings.user(), settings.password());
    } catch (SQLException e) {
      throw new IllegalStateException("cannot connect to the test's Keystone database", e);
    }
  }

  /** Runs statements as they are. */
  public synchronized KeystoneDatabase execute(String sql) {
    try (var statement = own.createStatement()) {
      statement.execute(sql);
      return this;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** A user of domain {@code default} with one password. */
  public KeystoneDatabase user(String id, String name, String hash) {
    return user(id, name, hash, "default");
  }

  public KeystoneDatabase user(String id, String name, String hash, String domain) {
    return execute(
            """
            INSERT INTO "user" (id, extra, enabled, created_at, domain_id)
            VALUES ('%1$s', '{"email": "%2$s@example"}', true, '2026-01-02 03:04:05.6789', '%3$s');
            INSERT INTO local_user (user_id, domain_id, name) VALUES ('%1$s', '%3$s', '%2$s');
            """
                .formatted(id, name, domain))
        .password(id, hash);
  }

  /** One more password, newer than all others. */
  public synchronized KeystoneDatabase password(String user, String hash) {
    moments++;
    return execute(
        """
        INSERT INTO password (local_user_id, password_hash, created_at, created_at_int, self_service)
        SELECT id, '%s', timestamp '2026-01-01' + interval '%d s', %d, false
        FROM local_user WHERE user_id = '%s'
        """
            .formatted(hash, moments, 1_767_225_600_000_000L + moments * 1_000_000L, user));
  }

  public KeystoneDatabase option(String user, String option, String value) {
    return execute(
        "INSERT INTO user_option VALUES ('%s', '%s', '%s')".formatted(user, option, value));
  }

  public KeystoneDatabase group(String id, String name, String... members) {
    execute(
        """
        INSERT INTO "group" (id, domain_id, name, description, extra)
        VALUES ('%s', 'default', '%s', '', '{}')
        """
            .formatted(id, name));
    for (var member : members) {
      execute("INSERT INTO user_group_membership VALUES ('%s', '%s')".formatted(member, id));
    }
    return this;
  }

  public KeystoneDatabase domain(String id, String name) {
    return execute(
        """
        INSERT INTO project (id, name, extra, description, enabled, domain_id, is_domain)
        VALUES ('%s', '%s', '{}', '', true, '<<keystone.domain.root>>', true)
        """
            .formatted(id, name));
  }

  /** A project of domain {@code default}. */
  public KeystoneDatabase project(String id, String name) {
    return project(id, name, "default", "default");
  }

  public KeystoneDatabase project(String id, String name, String domain, String parent) {
    return execute(
        """
        INSERT INTO project (id, name, extra, description, enabled, domain_id, parent_id, is_domain)
        VALUES ('%s', '%s', '{}', '', true, '%s', '%s', false)
        """
            .formatted(id, name, domain, parent));
  }

  public KeystoneDatabase role(String id, String name) {
    return execute(
        "INSERT INTO role (id, name, extra) VALUES ('%s', '%s', '{}')".formatted(id, name));
  }

  /**
   * @param type {@code UserProject}, for example
   */
  public KeystoneDatabase assign(String type, String actor, String target, String role) {
    return execute(
        "INSERT INTO assignment VALUES ('%s', '%s', '%s', '%s', false)"
            .formatted(type, actor, target, role));
  }

  /** The first column, as text, in order. */
  public synchronized List<String> column(String sql) {
    try (var statement = own.createStatement();
        var rows = statement.executeQuery(sql)) {
      var found = new ArrayList<String>();
      while (rows.next()) {
        found.add(String.valueOf(rows.getString(1)));
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /**
   * Every row of every table with the transaction that wrote it: equal if and only if no row was
   * written, not even with what it said before.
   */
  public Map<String, List<String>> rowsWithWriters() {
    var all = new TreeMap<String, List<String>>();
    for (var table :
        column("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")) {
      all.put(
          table,
          column("SELECT t.xmin || ' ' || t::text FROM \"%s\" t ORDER BY 1".formatted(table)));
    }
    return all;
  }

  private static String resource(String name) {
    try (var stream = KeystoneDatabase.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("resource " + name + " (expected: in this jar)");
      }
      return new String(stream.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  @Override
  public void close() {
    try {
      own.close();
    } catch (SQLException e) {
      throw new IllegalStateException("cannot close the test's connection", e);
    }
    database.close();
  }
}

package io.murmuration.schema.testing;

import io.murmuration.schema.Database;
import io.murmuration.schema.DatabaseSettings;
import java.util.function.Supplier;

/**
 * A database of its own for one test class:
 *
 * <pre>{@code
 * @AutoClose static final TestDatabase database = TestDatabase.fresh();
 * }</pre>
 *
 * <p>Tag the class {@code @Tag("database")}, and the build runs it on the oldest supported
 * PostgreSQL too. Not durable (fsync off). Thread-safe.
 */
public final class TestDatabase implements AutoCloseable {
  private final DatabaseSettings settings;
  private final Database database;

  private TestDatabase(DatabaseSettings settings) {
    this.settings = settings;
    this.database = Database.open(settings);
  }

  /** A copy of the migrated template; the first call in a JVM starts the server (about 1.5 s). */
  public static TestDatabase fresh() {
    return new TestDatabase(TestServer.shared().copyOfTemplate());
  }

  /** An empty database without our schema, for tests of the migrations themselves. */
  public static TestDatabase empty() {
    return new TestDatabase(TestServer.shared().emptyDatabase());
  }

  /**
   * A copy of what a script makes in an empty database; the script runs once in a JVM.
   *
   * @param name of the template, a lower-case word
   */
  static TestDatabase copyOf(String name, Supplier<String> script) {
    return new TestDatabase(TestServer.shared().copyOf(name, script));
  }

  /** How another process, or a second pool, reaches this database. */
  public DatabaseSettings settings() {
    return settings;
  }

  /** An open pool on it; do not close it, {@link #close} does. */
  public Database database() {
    return database;
  }

  /** Runs plain SQL in a transaction, to prepare what a test needs. */
  public void execute(String sql) {
    database.transactions().runInTx(tx -> tx.sql().execute(sql));
  }

  /** Closes the pool and drops the database, with the sessions that are left. */
  @Override
  public void close() {
    database.close();
    TestServer.shared().drop(settings);
  }
}

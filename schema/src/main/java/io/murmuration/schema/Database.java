package io.murmuration.schema;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.murmuration.schema.tx.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.ExecuteWithoutWhere;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;

/**
 * An open pool of connections and the only way through it: transactions.
 *
 * <p>Thread-safe; calls block, so they belong on virtual threads and never on an event loop. Run
 * {@link Migrations} first.
 */
public final class Database implements AutoCloseable {
  /** A transaction that its owner forgot is ended by the server after this many milliseconds. */
  private static final int IDLE_IN_TRANSACTION_MILLIS = 60_000;

  private static final int WAIT_FOR_CONNECTION_MILLIS = 10_000;

  /** For the way to the server and back. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  static {
    System.setProperty("org.jooq.no-logo", "true");
    System.setProperty("org.jooq.no-tips", "true");
  }

  private final HikariDataSource pool;
  private final StatementCounts statements = new StatementCounts();
  private final Transactions transactions;

  private Database(HikariDataSource pool) {
    this.pool = pool;
    this.transactions = new Transactions(pool, jooq(statements));
  }

  /**
   * Opens the pool and makes one connection, so that a wrong address fails here.
   *
   * @throws IllegalStateException if the server cannot be reached or refuses us
   */
  public static Database open(DatabaseSettings settings) {
    var config = new HikariConfig();
    config.setPoolName(settings.applicationName());
    config.setJdbcUrl(settings.url());
    config.setUsername(settings.user());
    config.setPassword(settings.password());
    config.setMaximumPoolSize(settings.poolSize());
    config.setConnectionTimeout(WAIT_FOR_CONNECTION_MILLIS);
    config.setAutoCommit(false);
    // Else the pool leaves the SETs below and its own probes in an open transaction: the server
    // would end idle connections, and the first rollback would undo the SETs.
    config.setIsolateInternalQueries(true);
    config.addDataSourceProperty("ApplicationName", settings.applicationName());
    // The server's own timeout says nothing if the network between fell silent, or the server's
    // machine is gone: without these a statement would wait for ever, and its thread with it.
    config.addDataSourceProperty("socketTimeout", seconds(settings.statementTimeout().plus(GRACE)));
    config.addDataSourceProperty("connectTimeout", seconds(GRACE));
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.setConnectionInitSql(
        "SET statement_timeout = %d; SET idle_in_transaction_session_timeout = %d"
            .formatted(settings.statementTimeout().toMillis(), IDLE_IN_TRANSACTION_MILLIS));
    try {
      return new Database(new HikariDataSource(config));
    } catch (HikariPool.PoolInitializationException e) {
      throw new IllegalStateException("cannot open the database: " + settings, e);
    }
  }

  private static String seconds(Duration duration) {
    return Long.toString(duration.toSeconds());
  }

  /** The one way to run SQL. */
  public Transactions transactions() {
    return transactions;
  }

  /** Statements and rows since the pool was opened; BEGIN and COMMIT are not counted. */
  public StatementCounts statements() {
    return statements;
  }

  /** Asks the server what it is and how safe its commits are. Blocks for one round trip. */
  public ServerFacts facts() {
    try (Connection connection = pool.getConnection()) {
      return ServerFacts.read(connection);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot ask the database server for its settings", e);
    }
  }

  /** Closes all connections; transactions that are still open fail. */
  @Override
  public void close() {
    pool.close();
  }

  private static DSLContext jooq(StatementCounts statements) {
    var settings =
        new Settings()
            .withExecuteUpdateWithoutWhere(ExecuteWithoutWhere.THROW)
            .withExecuteDeleteWithoutWhere(ExecuteWithoutWhere.THROW)
            .withExecuteLogging(false)
            .withRenderSchema(false);
    return DSL.using(
        new DefaultConfiguration()
            .set(SQLDialect.POSTGRES)
            .set(settings)
            .set(new CountingListener(statements)));
  }
}

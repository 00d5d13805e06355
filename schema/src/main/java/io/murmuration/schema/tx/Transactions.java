package io.murmuration.schema.tx;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConnectionProvider;
import org.jspecify.annotations.Nullable;

/**
 * Runs work inside a transaction: commits if it returns, rolls back if it throws.
 *
 * <p>Work that lost a race (serialization failure, deadlock) is run again from the start, so it
 * must do nothing outside the database that may not happen twice; messages leave after {@code inTx}
 * has returned. Thread-safe; blocks the calling thread.
 */
public final class Transactions {
  /** How often work is run at most before its failure reaches the caller. */
  public static final int ATTEMPTS = 5;

  private static final Set<String> LOST_A_RACE = Set.of("40001", "40P01");

  private final DataSource pool;
  private final DSLContext jooq;
  private final ThreadLocal<Boolean> inside = ThreadLocal.withInitial(() -> false);

  /**
   * For {@code Database}.
   *
   * @param pool gives connections with auto-commit off
   * @param jooq dialect, settings and listeners; its own connection is not used
   */
  public Transactions(DataSource pool, DSLContext jooq) {
    this.pool = pool;
    this.jooq = jooq;
  }

  /** {@link #inTx(Isolation, Function)} with READ COMMITTED. */
  public <T extends @Nullable Object> T inTx(Function<Tx, T> work) {
    return inTx(Isolation.READ_COMMITTED, work);
  }

  /** {@link #inTx(Function)} for work without a result. */
  public void runInTx(Consumer<Tx> work) {
    inTx(tx -> {
      work.accept(tx);
      return true;
    });
  }

  /**
   * Runs the work and returns its result after the commit.
   *
   * @throws IllegalStateException if the calling thread already is in a transaction: a second
   *     connection would wait for the first one's locks, unseen
   * @throws DataAccessException if the database failed, or the work lost {@link #ATTEMPTS} races
   */
  public <T extends @Nullable Object> T inTx(Isolation isolation, Function<Tx, T> work) {
    return alone(() -> {
      for (int attempt = 1; ; attempt++) {
        try {
          return once(isolation, work);
        } catch (DataAccessException e) {
          if (attempt == ATTEMPTS || !LOST_A_RACE.contains(e.sqlState())) {
            throw e;
          }
        }
      }
    });
  }

  /**
   * Runs a single statement outside of any transaction, that is, in one of its own: one round trip
   * instead of the three of {@link #inTx}. Two statements in {@code work} may see two states.
   *
   * @throws IllegalStateException if the calling thread is in a transaction
   * @throws DataAccessException if the database failed
   */
  public <T extends @Nullable Object> T statement(Function<Tx, T> work) {
    return alone(() -> {
      try (Connection connection = pool.getConnection()) {
        connection.setAutoCommit(true); // nothing goes to the server; the pool sets it back
        return with(connection, work);
      } catch (SQLException e) {
        throw new DataAccessException("statement failed: " + e.getMessage(), e);
      }
    });
  }

  private <T extends @Nullable Object> T alone(Supplier<T> work) {
    if (inside.get()) {
      throw new IllegalStateException("transaction: inside another one (expected: pass the Tx on)");
    }
    inside.set(true);
    try {
      return work.get();
    } finally {
      inside.remove();
    }
  }

  private <T extends @Nullable Object> T once(Isolation isolation, Function<Tx, T> work) {
    try (Connection connection = pool.getConnection()) {
      begin(connection, isolation);
      try {
        T result = with(connection, work);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException | Error e) {
        rollback(connection, e);
        throw e;
      }
    } catch (SQLException e) {
      throw new DataAccessException("transaction failed: " + e.getMessage(), e);
    }
  }

  private <T extends @Nullable Object> T with(Connection connection, Function<Tx, T> work) {
    var provider = new DefaultConnectionProvider(connection);
    var tx = new Tx(DSL.using(jooq.configuration().derive(provider)));
    try {
      return work.apply(tx);
    } finally {
      tx.end();
    }
  }

  /** READ COMMITTED is the pool's default and costs nothing; the driver sends BEGIN by itself. */
  private static void begin(Connection connection, Isolation isolation) throws SQLException {
    if (isolation == Isolation.READ_COMMITTED) {
      return;
    }
    try (var statement = connection.createStatement()) {
      statement.execute(isolation.sql());
    }
  }

  private static void rollback(Connection connection, Throwable why) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      why.addSuppressed(e);
    }
  }
}

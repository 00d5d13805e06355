package io.murmuration.central.store;

import io.murmuration.central.api.ApiError;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/** Tells a database that is away (503, try again) from a mistake of ours (a fault). */
public final class DatabaseFailures {
  private static final String FOREIGN_KEY_VIOLATION = "23503";

  private static final String STATEMENT_CANCELLED = "57014";
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private DatabaseFailures() {}

  /**
   * True if the database does not answer now but may later: the connection was lost or could not be
   * had (SQLSTATE class 08 (connection), 57P (server stops or starts), 53300 (too many
   * connections), 25006 (a standby), or the pool's own exception), or {@link #isTooSlow}.
   */
  public static boolean isAway(Throwable failure) {
    return failure instanceof DataAccessException
        && (hasConnectionCause(failure) || isTooSlow(failure));
  }

  /**
   * True if the server ended a statement that took too long (57014), or that waited too long for a
   * lock (55P03): a slow disk, or somebody's open transaction.
   */
  public static boolean isTooSlow(Throwable failure) {
    return failure instanceof DataAccessException known
        && (known.sqlState().equals(STATEMENT_CANCELLED)
            || known.sqlState().equals(LOCK_NOT_AVAILABLE));
  }

  /**
   * True if the database does not take a value, whatever its state: SQLSTATE class 22 (data) or 23
   * (constraint), but for {@link #isRowGone}. Repeating the same statement helps nobody.
   */
  public static boolean isBadValue(Throwable failure) {
    return failure instanceof DataAccessException known
        && (known.sqlState().startsWith("22") || known.sqlState().startsWith("23"))
        && !isRowGone(failure);
  }

  /**
   * True if a row that another one refers to was deleted while the statement ran (SQLSTATE 23503).
   * The same statement will find it gone.
   */
  public static boolean isRowGone(Throwable failure) {
    return failure instanceof DataAccessException known
        && known.sqlState().equals(FOREIGN_KEY_VIOLATION);
  }

  /** The answer for a request that failed because the database is away; empty for a fault. */
  public static Optional<ApiError> answer(Throwable failure) {
    if (!isAway(failure)) {
      return Optional.empty();
    }
    var why =
        isTooSlow(failure)
            ? "The database took too long, or another change holds what this one needs"
            : "The database cannot be reached at the moment";
    return Optional.of(new ApiError.Unavailable(why + "; nothing was stored. Try again."));
  }

  private static boolean hasConnectionCause(Throwable failure) {
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientConnectionException
          || cause instanceof SQLNonTransientConnectionException
          || cause instanceof SQLRecoverableException
          || (cause instanceof SQLException sql && isAwayState(sql.getSQLState()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAwayState(@Nullable String state) {
    return state != null
        && (state.startsWith("08")
            || state.startsWith("57P")
            || state.equals("53300")
            || state.equals("25006"));
  }
}

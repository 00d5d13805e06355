package io.murmuration.central.store;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.RefusedException;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.schema.tx.Tx;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transactions of requests that change something. If the connection is lost around the commit,
 * nobody knows whether it happened; then the request id is looked up in the audit trail before the
 * caller is answered. Thread-safe; blocks.
 *
 * <p>The look-up tries to insert the request id itself, and rolls back:
 *
 * <ol>
 *   <li>The server may still be committing the lost transaction. An insert of the same unique id
 *       waits for it to end; a SELECT would not see it and answer too early.
 *   <li>If the id is there afterwards, the transaction was committed: the caller gets its answer.
 *   <li>If not, it was rolled back, or its COMMIT never arrived: nothing was stored.
 *   <li>If the database stays away, the answer is 503 "outcome unknown".
 * </ol>
 */
public final class Commits {
  private static final Logger LOG = LoggerFactory.getLogger(Commits.class);

  /** Each waits for a connection as long as the pool allows (10 s). */
  private static final int LOOK_UPS = 3;

  private static final int USUAL_WORKERS = 32;

  private static final String CLAIM =
      """
      INSERT INTO audit_trail (request_id, who, project, address, what, target)
      VALUES (?, '', '', '', 'look-up', '') ON CONFLICT (request_id) DO NOTHING
      """;

  private final Transactions transactions;
  private final InventoryQueue inventory;

  /** With a queue for the usual number of workers. */
  public Commits(Transactions transactions) {
    this(transactions, InventoryQueue.among(USUAL_WORKERS));
  }

  /**
   * @param inventory the node's only one
   */
  public Commits(Transactions transactions, InventoryQueue inventory) {
    this.transactions = transactions;
    this.inventory = inventory;
  }

  /**
   * {@link #inTx} for work that changes subclouds or groups: in its turn and under the {@link
   * InventoryLock}.
   *
   * @throws RefusedException also 503 if its turn does not come
   */
  public <T> T changeInventory(String requestId, Function<Tx, T> work) {
    return inventory.inTurn(() ->
        inTx(
            requestId,
            tx -> {
              InventoryLock.take(tx, inventory.patience());
              return work.apply(tx);
            }));
  }

  /**
   * Runs the work in a transaction and returns its result once it is known to be committed.
   *
   * @param requestId the one that the work itself writes with {@link AuditTrail#record}
   * @param work must write the audit entry; runs again from the start after a lost race
   * @throws RefusedException 503, saying whether nothing was stored or the outcome is unknown; also
   *     whatever the work refuses with, after the rollback
   */
  public <T> T inTx(String requestId, Function<Tx, T> work) {
    var done = new AtomicReference<@Nullable T>();
    try {
      return transactions.inTx(tx -> {
        done.set(null);
        T result = work.apply(tx);
        done.set(result);
        return result;
      });
    } catch (DataAccessException e) {
      T result = done.get();
      if (result == null || !DatabaseFailures.isAway(e)) {
        throw e; // before the commit: nothing is stored
      }
      LOG.warn("connection lost at commit, looking the request up: {}", e.getMessage());
      if (wasCommitted(requestId)) {
        return result;
      }
      throw new RefusedException(
          new ApiError.Unavailable(
              "The database was lost at the commit; nothing was stored. Try again."));
    }
  }

  private boolean wasCommitted(String requestId) {
    for (int i = 1; ; i++) {
      try {
        return lookUp(requestId);
      } catch (DataAccessException e) {
        if (i == LOOK_UPS) {
          LOG.error("outcome unknown after {} look-ups", LOOK_UPS, e);
          throw new RefusedException(
              new ApiError.Unavailable(
                  "Outcome unknown: the database was lost at the commit and is still away. "
                      + "Look at the resource before trying again; if the change was stored, "
                      + "the audit trail has the request id "
                      + requestId
                      + "."));
        }
      }
    }
  }

  private boolean lookUp(String requestId) {
    var claimed = new AtomicReference<>(0);
    try {
      transactions.runInTx(tx -> {
        claimed.set(tx.sql().execute(CLAIM, requestId));
        throw new LookedUp();
      });
    } catch (LookedUp _) {
      return claimed.get() == 0;
    }
    throw new IllegalStateException("look-up: committed (expected: rolled back)");
  }

  /** Rolls the look-up back. */
  private static final class LookedUp extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LookedUp() {
      super(null, null, false, false);
    }
  }
}

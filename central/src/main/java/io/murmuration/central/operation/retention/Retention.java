package io.murmuration.central.operation.retention;

import io.murmuration.central.cluster.lease.Lease;
import io.murmuration.central.cluster.lease.LeaseLostException;
import io.murmuration.schema.tx.Transactions;
import java.time.Duration;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes operations that ended long ago, at the one node that holds the lease. Their ids stay in
 * the agents' ledgers, so that none is ever run a second time. Those of unknown outcome are kept
 * until somebody has settled them, and those whose end the agent may still want to tell until it
 * has been connected since. One thread.
 */
public final class Retention {
  public static final String NAME = "operation-retention";

  /** Between two looks, while this node holds the lease. */
  public static final Duration PAUSE = Duration.ofMinutes(10);

  /** Rows of one transaction. */
  static final int BATCH = 1_000;

  /** In one look; whoever orders operations meanwhile shares the database with it. */
  static final int MOST_BATCHES = 20;

  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  private final Lease lease;
  private final Transactions transactions;
  private final Duration keep;
  private final RetentionRepository repository = new RetentionRepository();

  /**
   * @param lease of {@link #NAME}
   * @param keep after its end, by the database's clock
   */
  public Retention(Lease lease, Transactions transactions, Duration keep) {
    this.lease = lease;
    this.transactions = transactions;
    this.keep = keep;
  }

  /** Removes what is due, in batches. Blocks. Does nothing while another node has the duty. */
  public void look() {
    var epoch = lease.epoch();
    if (epoch.isEmpty()) {
      return;
    }
    try {
      long removed = 0;
      int last = BATCH;
      for (int i = 0; i < MOST_BATCHES && last == BATCH && lease.holds(); i++) {
        last =
            transactions.inTx(tx -> {
              lease.fence(tx, epoch.getAsLong());
              return repository.removeEnded(tx, keep, BATCH);
            });
        removed += last;
      }
      if (removed > 0) {
        LOG.info("{}: {} removed that ended {} days ago", NAME, removed, keep.toDays());
      }
    } catch (DataAccessException e) {
      LOG.warn("{}: nothing removed, the database failed: {}", NAME, e.getMessage());
    } catch (LeaseLostException e) {
      LOG.info("{}: {}", NAME, e.getMessage());
    }
  }
}

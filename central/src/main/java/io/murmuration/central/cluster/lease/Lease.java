package io.murmuration.central.cluster.lease;

import io.murmuration.schema.tx.Transactions;
import io.murmuration.schema.tx.Tx;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One duty, as seen by one node. The holder stops half a term after its last <em>sent</em> renewal
 * on its own monotonic clock: long before the database lets another node take over. What it writes
 * after all is fenced by {@link #fence}. {@link #renew} belongs to one thread; the rest is
 * thread-safe.
 */
public final class Lease {
  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

  private final String duty;
  private final UUID holder;
  private final Duration term;
  private final Transactions transactions;
  private final LongSupplier nanoTime;
  private final LeaseRepository repository = new LeaseRepository();
  private volatile Optional<Held> held = Optional.empty();

  Lease(String duty, UUID holder, Duration term, Transactions transactions, LongSupplier nanoTime) {
    this.duty = duty;
    this.holder = holder;
    this.term = term;
    this.transactions = transactions;
    this.nanoTime = nanoTime;
  }

  /** Whether this node may act now. */
  public boolean holds() {
    return epoch().isPresent();
  }

  /** The leader epoch under which this node may act now. */
  public OptionalLong epoch() {
    return held.filter(h -> nanoTime.getAsLong() - h.sentNanos < term.toNanos() / 2)
        .map(h -> OptionalLong.of(h.epoch))
        .orElse(OptionalLong.empty());
  }

  /**
   * Keeps the lease with this node until the transaction ends. First statement of every transaction
   * that acts on the duty.
   *
   * @throws LeaseLostException if this node does not hold it any more; roll back
   */
  public void fence(Tx tx, long epoch) {
    if (!repository.fence(tx, duty, holder, epoch)) {
      throw new LeaseLostException(duty, epoch);
    }
  }

  /** Renews, or takes over if the lease is free. Blocks. */
  void renew() {
    long sent = nanoTime.getAsLong();
    try {
      var epoch = transactions.inTx(tx -> repository.take(tx, duty, holder, term));
      become(epoch.map(number -> new Held(number, sent)));
    } catch (DataAccessException e) {
      LOG.warn("lease {}: not renewed: {}", duty, e.getMessage());
    }
  }

  void giveUp() {
    var last = held;
    held = Optional.empty();
    last.ifPresent(h -> transactions.runInTx(tx -> repository.giveUp(tx, duty, holder, h.epoch)));
  }

  private void become(Optional<Held> next) {
    if (!next.map(Held::epoch).equals(held.map(Held::epoch))) {
      LOG.info("lease {}: {}", duty, next.map(h -> "held, epoch " + h.epoch).orElse("not held"));
    }
    held = next;
  }

  private record Held(long epoch, long sentNanos) {}
}

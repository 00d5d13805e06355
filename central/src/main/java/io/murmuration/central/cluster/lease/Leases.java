package io.murmuration.central.cluster.lease;

import io.murmuration.central.cluster.NodeIdentity;
import io.murmuration.central.cluster.Periodic;
import io.murmuration.central.observe.Faults;
import io.murmuration.schema.tx.Transactions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Competes for the duties this node is able to do, and renews those it holds. Thread-safe. */
public final class Leases implements AutoCloseable {
  /** Long enough that half of it stands two failed renewals. */
  static final Duration TERM = Duration.ofSeconds(30);

  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

  private final NodeIdentity node;
  private final Transactions transactions;
  private final LongSupplier nanoTime;
  private final List<Lease> leases = new CopyOnWriteArrayList<>();
  private final Periodic renewals;
  private volatile boolean abstaining;

  private Leases(
      NodeIdentity node, Transactions transactions, LongSupplier nanoTime, Faults faults) {
    this.node = node;
    this.transactions = transactions;
    this.nanoTime = nanoTime;
    this.renewals = Periodic.start("duty-leases", PAUSE, this::renew, faults);
  }

  /**
   * @param nanoTime monotonic
   */
  public static Leases start(
      NodeIdentity node, Transactions transactions, LongSupplier nanoTime, Faults faults) {
    return new Leases(node, transactions, nanoTime, faults);
  }

  /**
   * Competes for the duty from now on.
   *
   * @param duty a name that all nodes know it by; once per node
   */
  public Lease compete(String duty) {
    var lease = new Lease(duty, node.incarnation(), TERM, transactions, nanoTime);
    leases.add(lease);
    return lease;
  }

  /** Gives up what is held, soon, and takes nothing until {@link #resume}. */
  public void abstain() {
    if (!abstaining) {
      abstaining = true;
      renewals.soon();
    }
  }

  /** Competes again, if it abstained. */
  public void resume() {
    abstaining = false;
  }

  private void renew() {
    if (abstaining) {
      giveUp();
    } else {
      leases.forEach(Lease::renew);
    }
  }

  /** Gives up what is held, so that another node need not wait for the end of the term. */
  @Override
  public void close() {
    renewals.close();
    giveUp();
  }

  private void giveUp() {
    for (var lease : leases) {
      try {
        lease.giveUp();
      } catch (DataAccessException e) {
        LOG.warn("lease: not given up, it runs out by itself: {}", e.getMessage());
      }
    }
  }
}

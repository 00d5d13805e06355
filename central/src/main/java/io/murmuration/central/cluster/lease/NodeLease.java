package io.murmuration.central.cluster.lease;

import io.murmuration.central.cluster.NodeIdentity;
import io.murmuration.central.cluster.Periodic;
import io.murmuration.central.observe.Faults;
import io.murmuration.schema.tx.Transactions;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's sign of life in PostgreSQL. Another node may take its sessions some time after the
 * lease ran out; a node that cannot renew keeps its streams meanwhile, but says so.
 */
public final class NodeLease implements AutoCloseable {
  public static final Duration TERM = Duration.ofSeconds(15);
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(NodeLease.class);

  private final Transactions transactions;
  private final NodeRepository repository = new NodeRepository();
  private final NodeIdentity node;
  private final String address;
  private final LongSupplier nanoTime;
  private final Periodic renewals;
  private volatile long renewedNanos;

  private NodeLease(
      Transactions transactions,
      NodeIdentity node,
      String address,
      LongSupplier nanoTime,
      Faults faults) {
    this.transactions = transactions;
    this.node = node;
    this.address = address;
    this.nanoTime = nanoTime;
    renewOrThrow();
    this.renewals = Periodic.start("node-lease", PAUSE, this::renew, faults);
  }

  /**
   * Takes the lease and keeps it until closed.
   *
   * @param address where other nodes and people reach this node
   * @param nanoTime monotonic
   * @throws DataAccessException if the database cannot be written
   */
  public static NodeLease start(
      Transactions transactions,
      NodeIdentity node,
      String address,
      LongSupplier nanoTime,
      Faults faults) {
    return new NodeLease(transactions, node, address, nanoTime, faults);
  }

  public NodeIdentity node() {
    return node;
  }

  /** Whether the last successful renewal was sent less than a term ago. */
  public boolean holds() {
    return sinceRenewal().compareTo(TERM) < 0;
  }

  /** Since the last successful renewal was sent. */
  public Duration sinceRenewal() {
    return Duration.ofNanos(nanoTime.getAsLong() - renewedNanos);
  }

  /** Stops renewing and gives the lease up. */
  @Override
  public void close() {
    renewals.close();
    try {
      transactions.runInTx(tx -> repository.expire(tx, node));
    } catch (DataAccessException e) {
      LOG.warn("node lease: not given up, it runs out by itself: {}", e.getMessage());
    }
  }

  private void renew() {
    try {
      renewOrThrow();
    } catch (DataAccessException e) {
      LOG.warn("node lease: not renewed for {} s: {}", sinceRenewal().toSeconds(), e.getMessage());
    }
  }

  private void renewOrThrow() {
    long sent = nanoTime.getAsLong();
    transactions.runInTx(tx -> repository.renew(tx, node, address, TERM));
    renewedNanos = sent;
  }
}

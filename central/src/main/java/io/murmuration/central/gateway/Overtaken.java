package io.murmuration.central.gateway;

import io.murmuration.central.gateway.claim.ClaimRepository;
import io.murmuration.central.status.LostReports;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.sync.model.SubcloudId;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out why a session's report was refused. Another session has the subcloud: this one ends. An
 * operator decided something this node has not read yet: it is read, and the session reports again,
 * unless its subcloud was deleted.
 */
final class Overtaken implements LostReports {
  private static final Logger LOG = LoggerFactory.getLogger(Overtaken.class);

  /** Several losses within it are one look; bounds the rate of a session that loses again. */
  private static final Duration LINGER = Duration.ofMillis(100);

  private final Transactions transactions;
  private final NodeView node;
  private final Lanes lanes;
  private final Executor blocking;
  private final ClaimRepository repository = new ClaimRepository();
  private final Set<SubcloudId> lost = new LinkedHashSet<>();
  private boolean waiting;
  private boolean closed;

  /**
   * @param blocking runs what waits for the database
   */
  Overtaken(Transactions transactions, NodeView node, Lanes lanes, Executor blocking) {
    this.transactions = transactions;
    this.node = node;
    this.lanes = lanes;
    this.blocking = blocking;
  }

  @Override
  public synchronized void lost(Set<SubcloudId> subclouds) {
    if (closed) {
      return;
    }
    lost.addAll(subclouds);
    if (!waiting) {
      waiting = true;
      lanes.after(LINGER, () -> blocking.execute(this::look));
    }
  }

  /** The node's sessions have ended: what is lost from now on, they need not know. */
  synchronized void close() {
    closed = true;
  }

  private void look() {
    Set<SubcloudId> ids;
    synchronized (this) {
      waiting = false;
      ids = Set.copyOf(lost);
      lost.clear();
    }
    if (!checkNow(ids)) {
      lost(ids);
      return;
    }
    var _ =
        node.readIndex()
            .whenComplete((_, _) -> lanes.submitToAll(lane -> ids.forEach(id -> again(lane, id))));
  }

  private void again(Lane lane, SubcloudId id) {
    var image = node.snapshot();
    image
        .subcloud(id)
        .ifPresent(now -> {
          lane.decided(image, now);
          lane.hub().reportAgain(id);
        });
  }

  /**
   * Ends the sessions that the database no longer knows as the newest. False if it does not answer.
   * Blocks.
   */
  boolean checkNow(Set<SubcloudId> ids) {
    try {
      var epochs = transactions.inTx(tx -> repository.epochs(tx, ids));
      lanes.submitToAll(lane -> epochs.forEach(lane::supersedeOlder));
      return true;
    } catch (RuntimeException e) {
      LOG.warn("sessions not checked: {}", e.getMessage());
      return false;
    }
  }

  /** The same, without waiting; tried again until the database answers. */
  void check(Set<SubcloudId> ids) {
    blocking.execute(() -> {
      if (!checkNow(ids)) {
        lanes.after(LINGER, () -> check(ids));
      }
    });
  }
}

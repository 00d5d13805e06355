package io.murmuration.central.recovery;

import io.murmuration.central.cluster.ChangeReader;
import io.murmuration.central.cluster.Periodic;
import io.murmuration.central.observe.Faults;
import io.murmuration.schema.tx.Transactions;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out that the database is not the one that this node knows: at the start, before anybody is
 * served, and while it runs. Then the hub is held, durably and for all nodes, until an operator
 * recovers it. Otherwise it keeps the node's memory, once a second if anything changed.
 */
public final class HubGuard implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HubGuard.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Transactions transactions;
  private final RecoveryRepository repository = new RecoveryRepository();
  private final NodeMemory memory;
  private @Nullable Periodic watch;
  private boolean unwritten;

  private HubGuard(Transactions transactions, NodeMemory memory) {
    this.transactions = transactions;
    this.memory = memory;
  }

  /**
   * Looks for the first time; holds the hub if it has to.
   *
   * @param directory of the node's memory
   */
  public static HubGuard check(Transactions transactions, Path directory) {
    var guard = new HubGuard(transactions, new NodeMemory(directory));
    guard.look();
    return guard;
  }

  /** Keeps looking. */
  public void watch(ChangeReader reader, Faults faults) {
    watch = Periodic.start("hub-guard", PAUSE, () -> look(reader), faults);
  }

  private void look() {
    transactions.runInTx(tx -> {
      var hub = repository.lock(tx);
      var known = memory.last();
      var suspicion = RecoveryRules.suspicion(hub, known);
      if (suspicion.isEmpty()) {
        if (hub.written() == null) {
          repository.settle(tx);
        }
        return;
      }
      if (known != null) {
        repository.heard(
            tx, hub.lineage().hubEpoch(), known.lineage().hubEpoch(), known.revision());
      }
      if (repository.hold(tx, hub.lineage().hubEpoch(), suspicion.get())) {
        LOG.error("the hub is held, nothing is pushed: {}", suspicion.get());
      }
    });
  }

  /** The reader believes no database that went back: while it cannot read, that may be why. */
  private void look(ChangeReader reader) {
    var image = reader.image().snapshot();
    var newest = new Memory(image.epochs().current(), image.revision());
    var known = memory.last();
    if (known == null || known.isOlderThan(newest)) {
      remember(newest);
    }
    if (reader.stale()) {
      try {
        look();
      } catch (DataAccessException e) {
        LOG.debug("the database is away: {}", e.getMessage());
      }
    }
  }

  /** Without a memory the node still has the database's own name and what sites tell. */
  private void remember(Memory newest) {
    try {
      memory.remember(newest);
      unwritten = false;
    } catch (UncheckedIOException e) {
      if (!unwritten) {
        LOG.warn("this node cannot remember what it has seen: {}", e.getMessage());
      }
      unwritten = true;
    }
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
  }
}

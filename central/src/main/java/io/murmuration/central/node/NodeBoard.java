package io.murmuration.central.node;

import io.murmuration.schema.tx.Transactions;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the nodes tell each other how they are: each writes its own row and reads all of them, on a
 * period. {@link #look} belongs to one thread; the rest is thread-safe.
 */
final class NodeBoard {
  static final Duration PAUSE = Duration.ofSeconds(1);

  /** Nothing is done to streams by what was read longer ago: the database may be away. */
  static final Duration FRESH = PAUSE.multipliedBy(3);

  private static final Logger LOG = LoggerFactory.getLogger(NodeBoard.class);

  private final UUID incarnation;
  private final Transactions transactions;
  private final Supplier<NodeReport> self;
  private final LongSupplier nanoTime;
  private final NodeRepository repository = new NodeRepository();
  private volatile @Nullable Seen seen;
  private boolean failing;

  /** What was read, by a query that was sent then. */
  private record Seen(Nodes nodes, long sentNanos) {}

  /**
   * @param self what this node says of itself now
   * @param nanoTime monotonic
   */
  NodeBoard(
      UUID incarnation,
      Transactions transactions,
      Supplier<NodeReport> self,
      LongSupplier nanoTime) {
    this.incarnation = incarnation;
    this.transactions = transactions;
    this.self = self;
    this.nanoTime = nanoTime;
  }

  /**
   * Reads, and writes what has changed of this node: nothing in a fleet that is idle. Blocks; keeps
   * what it knew if the database does not answer.
   */
  void look() {
    long sent = nanoTime.getAsLong();
    var report = self.get();
    try {
      var nodes =
          transactions.inTx(tx -> {
            var all = repository.all(tx);
            if (all.of(incarnation).map(Node::said).filter(report::equals).isPresent()) {
              return all;
            }
            repository.say(tx, incarnation, report);
            return repository.all(tx);
          });
      seen = new Seen(nodes, sent);
      failing = false;
    } catch (DataAccessException e) {
      if (!failing) {
        LOG.warn("nodes: not read: {}", e.getMessage());
      }
      failing = true;
    }
  }

  /** Empty if nothing was read for {@link #FRESH}. */
  Optional<Nodes> nodes() {
    var last = seen;
    return last == null || nanoTime.getAsLong() - last.sentNanos > FRESH.toNanos()
        ? Optional.empty()
        : Optional.of(last.nodes);
  }
}

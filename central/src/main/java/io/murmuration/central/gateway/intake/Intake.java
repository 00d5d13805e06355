package io.murmuration.central.gateway.intake;

import io.murmuration.sync.model.SubcloudId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether this node takes new streams. While it is closed agents are sent elsewhere; one that comes
 * back again and again has found nobody else, and is taken all the same: a node in maintenance is
 * better for its site than none. It is sent away once more after {@link #STAY}.
 *
 * <p>Thread-safe. Remembers one entry per subcloud that came while it was closed.
 */
public final class Intake {
  /** Turned away so often, an agent has tried the other nodes in between. */
  static final int TRIES = 3;

  /** Long enough to be heard and seen, and to be back before the next try fails. */
  static final Duration STAY = Duration.ofMinutes(1);

  private final LongSupplier nanoTime;
  private final Map<SubcloudId, Visitor> visitors = new ConcurrentHashMap<>();
  private final AtomicLong sentAway = new AtomicLong();
  private volatile @Nullable Closed closed;

  /**
   * @param sinceNanos when it was last taken, or turned away
   */
  private record Visitor(int turnedAway, boolean taken, long sinceNanos) {}

  private record Closed(boolean forGood, Supplier<Farewell> words) {}

  /**
   * @param nanoTime monotonic
   */
  public Intake(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Takes whoever comes, from now on. */
  public void open() {
    if (closed != null) {
      closed = null;
      visitors.clear();
      sentAway.set(0);
    }
  }

  /**
   * Sends whoever comes elsewhere.
   *
   * @param words for one agent; asked for each
   */
  public void close(Supplier<Farewell> words) {
    closed = new Closed(false, words);
  }

  /** The node is about to stop: nobody is taken. */
  public void closeForGood(Supplier<Farewell> words) {
    closed = new Closed(true, words);
  }

  public boolean isClosed() {
    return closed != null;
  }

  /** What to say to this agent instead of taking its stream; empty if it is taken. */
  public Optional<Farewell> refusal(SubcloudId id) {
    var now = closed;
    if (now == null) {
      return Optional.empty();
    }
    var visitor = visitors.compute(id, (_, known) -> came(known));
    return visitor.taken && !now.forGood ? Optional.empty() : Optional.of(now.words.get());
  }

  private Visitor came(@Nullable Visitor known) {
    long now = nanoTime.getAsLong();
    int turnedAway = known == null ? 0 : known.turnedAway;
    return turnedAway >= TRIES
        ? new Visitor(turnedAway, true, now)
        : new Visitor(turnedAway + 1, false, now);
  }

  /** Whether a stream of the subcloud was taken although closed, and not long ago. */
  public boolean keeps(SubcloudId id) {
    var visitor = visitors.get(id);
    return visitor != null
        && visitor.taken
        && nanoTime.getAsLong() - visitor.sinceNanos < STAY.toNanos();
  }

  /** An open stream was sent away. */
  public void left(SubcloudId id) {
    sentAway.incrementAndGet();
    visitors.remove(id); // tries anew: the other nodes may answer by now
  }

  /** Streams sent away since it was closed. */
  public long sentAway() {
    return sentAway.get();
  }

  /** Agents that found no other node lately. */
  public int returned() {
    return (int) visitors.keySet().stream().filter(this::keeps).count();
  }
}

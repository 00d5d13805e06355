package io.murmuration.central.status;

import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SubcloudId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How far the last changes of desired state have come on this node: counted from the commit of the
 * change to the commit of each site's answer. In memory; a restart forgets it. Thread-safe.
 */
public final class Convergence implements CommitListener {
  /** Changes that are remembered. */
  public static final int REMEMBERED = 32;

  private final LongSupplier nanoClock;
  private final Deque<Spread> spreads = new ArrayDeque<>();
  private final TreeMap<Revision, Long> commits = new TreeMap<>();

  /**
   * @param targets sites of this node that had to move: connected, managed, in the change's scope
   * @param durable sites whose new state is committed here
   * @param refused sites that finished the revision but refused part of it
   * @param waiting sites that have not answered yet
   * @param p50 from the change's commit, over the sites that have answered; null before the first
   * @param all until the last site; null while some are waiting, or without targets
   * @param age since the change's commit
   */
  public record Progress(
      Revision revision,
      int targets,
      int durable,
      int refused,
      int waiting,
      @Nullable Duration p50,
      @Nullable Duration p99,
      @Nullable Duration all,
      Duration age) {}

  /**
   * @param nanoClock monotonic
   */
  public Convergence(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** A change was committed by this node just now: a better beginning than when it is read. */
  public synchronized void changeCommitted(Revision revision) {
    commits.put(revision, nanoClock.getAsLong());
    while (commits.size() > REMEMBERED) {
      commits.pollFirstEntry();
    }
  }

  /** The change was read and is about to be sent to {@code targets}. */
  public synchronized void began(Revision revision, Collection<SubcloudId> targets) {
    var committed = commits.remove(revision);
    long began = committed == null ? nanoClock.getAsLong() : committed;
    spreads.addLast(new Spread(revision, began, targets));
    while (spreads.size() > REMEMBERED) {
      spreads.removeFirst();
    }
  }

  @Override
  public synchronized void committed(StatusBatch batch) {
    long now = nanoClock.getAsLong();
    for (var spread : spreads) {
      if (!spread.isOver()) {
        for (var report : batch.kinds()) {
          if (report.kind() == Kind.PLATFORM) {
            spread.committed(report.id(), report.status(), now);
          }
        }
      }
    }
  }

  /** Empty if the revision is no change of desired state, or too old. */
  public synchronized Optional<Progress> find(Revision revision) {
    long now = nanoClock.getAsLong();
    return spreads.stream()
        .filter(spread -> spread.revision().equals(revision))
        .findFirst()
        .map(spread -> spread.progress(now));
  }

  /** The newest first. */
  public synchronized List<Progress> latest() {
    long now = nanoClock.getAsLong();
    var all = new ArrayList<Progress>();
    spreads.descendingIterator().forEachRemaining(spread -> all.add(spread.progress(now)));
    return all;
  }
}

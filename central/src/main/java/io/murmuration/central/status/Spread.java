package io.murmuration.central.status;

import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.model.SyncStatus;
import io.murmuration.sync.status.KindStatus;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How one revision reaches its targets. Guarded by its owner. */
final class Spread {
  private final Revision revision;
  private final long beganNanos;
  private final int targets;
  private final Set<SubcloudId> waiting;
  private final long[] tookNanos;
  private int done;
  private int refused;

  Spread(Revision revision, long beganNanos, Collection<SubcloudId> targets) {
    this.revision = revision;
    this.beganNanos = beganNanos;
    this.waiting = new HashSet<>(targets);
    this.targets = waiting.size();
    this.tookNanos = new long[this.targets];
  }

  Revision revision() {
    return revision;
  }

  boolean isOver() {
    return waiting.isEmpty();
  }

  /** A site's status is durable. It has finished the revision once it holds it or a later one. */
  void committed(SubcloudId id, KindStatus status, long nowNanos) {
    if (revision.isAfter(status.held())
        || status.status() == SyncStatus.UNKNOWN
        || !waiting.remove(id)) {
      return;
    }
    tookNanos[done++] = nowNanos - beganNanos;
    if (status.status() == SyncStatus.OUT_OF_SYNC) {
      refused++;
    }
  }

  Convergence.Progress progress(long nowNanos) {
    var took = Arrays.copyOf(tookNanos, done);
    Arrays.sort(took);
    return new Convergence.Progress(
        revision,
        targets,
        done - refused,
        refused,
        waiting.size(),
        percentile(took, 50),
        percentile(took, 99),
        waiting.isEmpty() ? percentile(took, 100) : null,
        Duration.ofNanos(nowNanos - beganNanos));
  }

  private static @Nullable Duration percentile(long[] sorted, int percent) {
    if (sorted.length == 0) {
      return null;
    }
    int index = (int) Math.ceil(sorted.length * percent / 100.0) - 1;
    return Duration.ofNanos(sorted[Math.max(0, index)]);
  }
}

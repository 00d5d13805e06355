package io.murmuration.central.gateway.claim;

import io.murmuration.proto.GoAway;
import io.murmuration.sync.model.SubcloudId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Claims that wait to be decided: one per subcloud, so that a subcloud which dials without end
 * delays no other. Bounded, thread-safe.
 */
final class ClaimQueue {
  private static final int MAX_WAITING = 2000;
  private static final int MAX_BATCH = 500;
  private static final Duration LINGER = Duration.ofMillis(10);
  private static final ClaimOutcome OVERTAKEN =
      new ClaimOutcome.Refused(GoAway.Reason.SUPERSEDED, "a newer dial waits for its claim");

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<SubcloudId, Pending> waiting = new LinkedHashMap<>();

  record Pending(ClaimRequest request, Consumer<ClaimOutcome> answer) {
    /** Of two journals nobody knows the newer one: the claim that came last. */
    boolean isNewerThan(Pending other) {
      return !request.journal().equals(other.request.journal())
          || request.dial() > other.request.dial();
    }
  }

  /** The newer dial of a subcloud takes the place of the older one. False if too many wait. */
  boolean offer(Pending pending) {
    @Nullable Pending loser = pending;
    lock.lock();
    try {
      var id = pending.request.id();
      var before = waiting.get(id);
      if (before == null && waiting.size() == MAX_WAITING) {
        return false;
      }
      if (before == null || pending.isNewerThan(before)) {
        waiting.put(id, pending);
        loser = before;
      }
      if (waiting.size() == 1 || waiting.size() == MAX_BATCH) {
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
    if (loser != null) {
      loser.answer.accept(OVERTAKEN);
    }
    return true;
  }

  /** The claims that waited longest, each of another subcloud. Waits for one, and a little more. */
  Map<SubcloudId, Pending> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (waiting.isEmpty()) {
        changed.await();
      }
      long left = LINGER.toNanos();
      while (waiting.size() < MAX_BATCH && left > 0) {
        left = changed.awaitNanos(left);
      }
      var batch = new LinkedHashMap<SubcloudId, Pending>();
      var oldest = waiting.entrySet().iterator();
      while (batch.size() < MAX_BATCH && oldest.hasNext()) {
        var next = oldest.next();
        batch.put(next.getKey(), next.getValue());
        oldest.remove();
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }
}

package io.murmuration.sync.testing;

import io.murmuration.sync.port.Timers;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes when the test says so; jitter is none. */
public final class ManualTimers implements Timers {
  private final PriorityQueue<Pending> queue =
      new PriorityQueue<>(Comparator.comparingLong(Pending::due).thenComparingLong(Pending::order));
  private long now = 1_000_000_000L;
  private long order;

  private record Pending(long due, long order, Runnable task) {}

  @Override
  public long nowNanos() {
    return now;
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    var pending = new Pending(now + delay.toNanos(), order++, task);
    queue.add(pending);
    return () -> queue.remove(pending);
  }

  @Override
  public Duration jittered(Duration base) {
    return base;
  }

  /** Runs what becomes due within {@code time}, in order. */
  public void pass(Duration time) {
    long until = now + time.toNanos();
    for (var next = queue.peek(); next != null && next.due() <= until; next = queue.peek()) {
      queue.remove();
      now = Math.max(now, next.due());
      next.task().run();
    }
    now = until;
  }

  public int pending() {
    return queue.size();
  }
}

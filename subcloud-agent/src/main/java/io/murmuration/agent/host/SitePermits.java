package io.murmuration.agent.host;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One site's share of the process: so many of its calls at once; the others wait in order. They are
 * few, because an agent asks no service for what it is already asking. Thread-safe.
 */
final class SitePermits implements Executor {
  /** Far above what an agent can have under way: one call per kind, audit and watch. */
  private static final int MOST_WAITING = 256;

  private final Executor threads;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int free;

  SitePermits(Executor threads, int permits) {
    this.threads = threads;
    this.free = permits;
  }

  /**
   * @throws RejectedExecutionException if too many wait, which is a fault of the agent
   */
  @Override
  public void execute(Runnable task) {
    synchronized (this) {
      if (free == 0) {
        if (waiting.size() == MOST_WAITING) {
          throw new RejectedExecutionException(MOST_WAITING + " calls of one site wait");
        }
        waiting.add(task);
        return;
      }
      free--;
    }
    start(task);
  }

  private void start(Runnable task) {
    threads.execute(() -> {
      try {
        task.run();
      } finally {
        var next = next();
        if (next != null) {
          start(next);
        }
      }
    });
  }

  private synchronized @Nullable Runnable next() {
    var next = waiting.poll();
    if (next == null) {
      free++;
    }
    return next;
  }
}

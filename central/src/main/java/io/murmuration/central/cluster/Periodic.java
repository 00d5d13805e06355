package io.murmuration.central.cluster;

import io.murmuration.central.observe.Faults;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs one task again and again on a thread of its own, with the same pause after each run. A run
 * that throws is a fault; the next one takes place all the same.
 */
public final class Periodic implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final ScheduledExecutorService thread;

  private Periodic(ScheduledExecutorService thread) {
    this.thread = thread;
  }

  /**
   * @param name of the thread, and of the fault
   */
  public static Periodic start(String name, Duration pause, Runnable task, Faults faults) {
    var thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name(name).daemon().factory());
    var unused =
        thread.scheduleWithFixedDelay(
            () -> {
              try {
                task.run();
              } catch (RuntimeException e) {
                faults.report(name, e);
              }
            },
            0,
            pause.toNanos(),
            TimeUnit.NANOSECONDS);
    return new Periodic(thread);
  }

  /** Waits for a run under way, but not for ever. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(GRACE.toNanos(), TimeUnit.NANOSECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}

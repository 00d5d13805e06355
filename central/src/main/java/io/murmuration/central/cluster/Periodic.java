package io.murmuration.central.cluster;

import io.murmuration.central.observe.Faults;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs one task again and again on a thread of its own, with the same pause after each run. A run
 * that throws is a fault; the next one takes place all the same.
 */
public final class Periodic implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final ScheduledExecutorService thread;
  private final Runnable run;
  private final AtomicBoolean soon = new AtomicBoolean();

  private Periodic(ScheduledExecutorService thread, Runnable run) {
    this.thread = thread;
    this.run = run;
  }

  /**
   * @param name of the thread, and of the fault
   */
  public static Periodic start(String name, Duration pause, Runnable task, Faults faults) {
    var thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name(name).daemon().factory());
    Runnable run =
        () -> {
          try {
            task.run();
          } catch (RuntimeException e) {
            faults.report(name, e);
          }
        };
    var _ = thread.scheduleWithFixedDelay(run, 0, pause.toNanos(), TimeUnit.NANOSECONDS);
    return new Periodic(thread, run);
  }

  /**
   * Runs once more as soon as a run under way has ended; wishes that come before it begins are one.
   * Never blocks.
   */
  public void soon() {
    if (soon.compareAndSet(false, true)) {
      try {
        thread.execute(() -> {
          soon.set(false);
          run.run();
        });
      } catch (RejectedExecutionException _) {
        // closed meanwhile: there is no next run
      }
    }
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

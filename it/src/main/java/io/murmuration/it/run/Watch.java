package io.murmuration.it.run;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for real processes: always for a condition, always with a limit. */
public final class Watch {
  private static final Duration STEP = Duration.ofMillis(50);

  private Watch() {}

  /**
   * @throws IllegalStateException if it does not become true in time
   */
  public static void until(String what, Duration limit, BooleanSupplier condition) {
    until(what, limit, STEP, condition);
  }

  public static void until(String what, Duration limit, Duration step, BooleanSupplier condition) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() >= end) {
        throw new IllegalStateException("not within " + limit.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(step.toNanos());
    }
  }
}

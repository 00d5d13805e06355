package io.murmuration.central.external.keystone;

import java.time.Duration;
import java.util.function.LongSupplier;

/** One time-out for several calls. */
record Deadline(long at, LongSupplier nanoTime) {
  static Deadline in(Duration time, LongSupplier nanoTime) {
    return new Deadline(nanoTime.getAsLong() + time.toNanos(), nanoTime);
  }

  /** Zero when it is over. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, at - nanoTime.getAsLong()));
  }
}

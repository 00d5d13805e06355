package io.murmuration.sync.port;

import java.time.Duration;

/** Delayed calls back into the owning writer: never inline, never after {@code cancel}. */
public interface Timers {
  /** Monotonic; only differences mean something. */
  long nowNanos();

  Timer after(Duration delay, Runnable task);

  /**
   * A delay drawn between half of {@code base} and one and a half of it, so that many sites do not
   * act in step.
   */
  Duration jittered(Duration base);

  /** A pending call. */
  interface Timer {
    /** Twice is fine. */
    void cancel();
  }
}

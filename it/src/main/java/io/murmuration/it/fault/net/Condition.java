package io.murmuration.it.fault.net;

import java.time.Duration;

/** How a connection is treated. */
public sealed interface Condition {
  /** As if nobody were in between. */
  Condition WELL = new Delayed(Duration.ZERO);

  /** Reset now, and again whenever somebody dials. */
  record Cut() implements Condition {}

  /**
   * Open, and nothing passes; what was sent arrives when it is well again, as after a network that
   * lost its packets for a while. A dial succeeds and is answered by nobody.
   */
  record Silent() implements Condition {}

  /** Every byte arrives so much later. */
  record Delayed(Duration delay) implements Condition {
    public Delayed {
      if (delay.isNegative()) {
        throw new IllegalArgumentException("delay: " + delay + " (expected: >= 0)");
      }
    }
  }
}

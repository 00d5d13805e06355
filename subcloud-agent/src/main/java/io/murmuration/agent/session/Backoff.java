package io.murmuration.agent.session;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Full jitter: each delay is drawn evenly between zero and a bound that doubles with each failure,
 * so that thousands of agents which lost the same hub come back evenly spread. Confined.
 */
public final class Backoff {
  private final Duration first;
  private final Duration most;
  private final RandomGenerator random;
  private int failures;

  /**
   * @param first bound of the first delay
   * @param most bound of any delay
   */
  public Backoff(Duration first, Duration most, RandomGenerator random) {
    if (first.isNegative() || first.isZero() || most.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "back-off: " + first + " to " + most + " (expected: 0 < first <= most)");
    }
    this.first = first;
    this.most = most;
    this.random = random;
  }

  /** The delay before the next attempt. */
  public Duration next() {
    var bound = bound();
    failures++;
    return Duration.ofNanos(random.nextLong(bound.toNanos() + 1));
  }

  /** As after many failures: for a "no" that will not change soon. */
  public Duration longest() {
    failures = Integer.SIZE;
    return next();
  }

  /** Only a Welcome counts as success: a connection that a full hub closes at once does not. */
  public void reset() {
    failures = 0;
  }

  private Duration bound() {
    var bound = first;
    for (int i = 0; i < failures && bound.compareTo(most) < 0; i++) {
      bound = bound.multipliedBy(2);
    }
    return bound.compareTo(most) < 0 ? bound : most;
  }
}

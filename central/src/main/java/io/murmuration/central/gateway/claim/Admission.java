package io.murmuration.central.gateway.claim;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How many streams are accepted per second. When a whole fleet returns at once, the excess is told
 * to come back later, spread, instead of being slow for everybody. Thread-safe.
 */
public final class Admission {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final int perSecond;
  private final RandomGenerator random;
  private double tokens;
  private long filledNanos;
  private int refusedInARow;

  /**
   * @param perSecond also the size of the first burst
   */
  public Admission(int perSecond, RandomGenerator random, long nowNanos) {
    this.perSecond = perSecond;
    this.random = random;
    this.tokens = perSecond;
    this.filledNanos = nowNanos;
  }

  public synchronized boolean tryAdmit(long nowNanos) {
    double fresh = (nowNanos - filledNanos) / (double) SECOND * perSecond;
    tokens = Math.min(perSecond, tokens + fresh);
    filledNanos = nowNanos;
    if (tokens < 1) {
      refusedInARow++;
      return false;
    }
    tokens -= 1;
    refusedInARow = 0;
    return true;
  }

  /** When one that was not admitted may come back: later, the more were refused, and spread. */
  public synchronized Duration comeBackAfter() {
    double seconds = 1 + 2.0 * refusedInARow / perSecond;
    return Duration.ofMillis((long) (1000 * seconds * (0.5 + random.nextDouble())));
  }
}

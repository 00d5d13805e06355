package io.murmuration.central.gateway.claim;

import java.time.Duration;

/** A rate with a burst. Not thread-safe. */
final class TokenBucket {
  private static final double SECOND = Duration.ofSeconds(1).toNanos();

  private final int perSecond;
  private final int burst;
  private double tokens;
  private long filledNanos;

  TokenBucket(int perSecond, int burst, long nowNanos) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.tokens = burst;
    this.filledNanos = nowNanos;
  }

  boolean tryTake(long nowNanos) {
    fill(nowNanos);
    if (tokens < 1) {
      return false;
    }
    tokens -= 1;
    return true;
  }

  boolean isFull(long nowNanos) {
    fill(nowNanos);
    return tokens >= burst;
  }

  private void fill(long nowNanos) {
    tokens = Math.min(burst, tokens + (nowNanos - filledNanos) / SECOND * perSecond);
    filledNanos = nowNanos;
  }
}

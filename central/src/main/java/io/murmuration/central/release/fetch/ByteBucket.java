package io.murmuration.central.release.fetch;

import java.time.Duration;

/**
 * Bytes at a rate, with a burst of a quarter of a second. Whoever takes more than there is goes
 * into debt and is told when it is paid, so takers are served in the order they came and nobody
 * starves. Thread-safe. Times are monotonic nanoseconds.
 */
final class ByteBucket {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final int BURST_PARTS = 4;

  private double tokens;
  private long filledNanos;
  private boolean used;

  /**
   * Takes the bytes and says how long to wait before sending them, in nanoseconds.
   *
   * @param rate bytes a second, as it is now; 0: no limit
   */
  synchronized long take(long bytes, long rate, long nowNanos) {
    if (rate == 0) {
      used = false;
      return 0;
    }
    double burst = (double) rate / BURST_PARTS;
    if (!used) {
      used = true;
      tokens = burst;
    } else {
      double earned = (double) (nowNanos - filledNanos) / SECOND * rate;
      tokens = Math.min(burst, tokens + earned);
    }
    filledNanos = nowNanos;
    tokens -= bytes;
    return tokens >= 0 ? 0 : (long) Math.ceil(-tokens / rate * SECOND);
  }

  /** Bytes that were taken and will not be sent. */
  synchronized void giveBack(long bytes) {
    tokens += bytes;
  }
}

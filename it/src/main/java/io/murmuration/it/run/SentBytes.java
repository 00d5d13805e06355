package io.murmuration.it.run;

/**
 * What a node has sent since it started, as its metric said between two moments.
 *
 * @param asked nanoseconds, monotonic: before the metric was read
 * @param answered after it was read
 */
public record SentBytes(long asked, long bytes, long answered) {
  private static final double SECOND = 1e9;

  /** The budget lets so much of a second's bytes go at once. */
  private static final double BURST = 0.25;

  /**
   * The rate since an earlier moment in the life of the same node, in budgets: above 1 more was
   * sent than time and burst allow. A slow machine or a slow answer makes it smaller, never larger.
   *
   * @param budget bytes a second
   */
  public double ofBudgetSince(SentBytes earlier, long budget) {
    double seconds = (answered - earlier.asked) / SECOND;
    double beyondTheBurst = Math.max(0, bytes - earlier.bytes - BURST * budget);
    return beyondTheBurst / seconds / budget;
  }

  /** Bytes a second since an earlier moment. */
  public double rateSince(SentBytes earlier) {
    return (bytes - earlier.bytes) / ((answered - earlier.asked) / SECOND);
  }
}

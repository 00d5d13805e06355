package io.murmuration.sync.hub;

import java.time.Duration;

/**
 * @param permits pushes of the lane that may wait for an answer at once
 * @param permitHold after this an unanswered push hands its permit back
 * @param pushTimeout after this an unanswered push counts as failed
 * @param cutAfter a stream is cut after this silence of the agent
 * @param offlineAfter a subcloud is offline after this silence
 * @param unobservedAfter what was observed longer ago is not relied on
 */
public record LaneConfig(
    int permits,
    Duration permitHold,
    Duration pushTimeout,
    Duration cutAfter,
    Duration offlineAfter,
    Duration unobservedAfter) {
  public static final LaneConfig DEFAULT =
      new LaneConfig(
          1000,
          Duration.ofSeconds(2),
          Duration.ofSeconds(60),
          Duration.ofSeconds(18),
          Duration.ofSeconds(30),
          unobservedAfter(Duration.ofMinutes(5), Duration.ofSeconds(10)));

  public LaneConfig {
    if (permits <= 0) {
      throw new IllegalArgumentException("permits: " + permits + " (expected: > 0)");
    }
    if (permitHold.compareTo(pushTimeout) > 0) {
      throw new IllegalArgumentException(
          "permitHold: " + permitHold + " (expected: at most pushTimeout, " + pushTimeout + ")");
    }
    if (cutAfter.compareTo(offlineAfter) > 0) {
      throw new IllegalArgumentException(
          "cutAfter: " + cutAfter + " (expected: at most offlineAfter, " + offlineAfter + ")");
    }
    if (!unobservedAfter.isPositive()) {
      throw new IllegalArgumentException(
          "unobservedAfter: " + unobservedAfter + " (expected: > 0)");
    }
  }

  /** Two audits of the agent's own may be missed; their ages come with its heartbeats. */
  public static Duration unobservedAfter(Duration auditPeriod, Duration heartbeatPeriod) {
    return auditPeriod.multipliedBy(2).plus(heartbeatPeriod);
  }
}

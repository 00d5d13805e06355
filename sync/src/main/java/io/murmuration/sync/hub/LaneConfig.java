package io.murmuration.sync.hub;

import java.time.Duration;

/**
 * @param permits pushes of the lane that may wait for an answer at once
 * @param permitHold after this an unanswered push hands its permit back
 * @param pushTimeout after this an unanswered push counts as failed
 * @param cutAfter a stream is cut after this silence of the agent
 * @param offlineAfter a subcloud is offline after this silence
 */
public record LaneConfig(
    int permits,
    Duration permitHold,
    Duration pushTimeout,
    Duration cutAfter,
    Duration offlineAfter) {
  public static final LaneConfig DEFAULT =
      new LaneConfig(
          1000,
          Duration.ofSeconds(2),
          Duration.ofSeconds(60),
          Duration.ofSeconds(18),
          Duration.ofSeconds(30));

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
  }
}

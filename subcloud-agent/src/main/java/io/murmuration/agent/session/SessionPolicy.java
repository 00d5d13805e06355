package io.murmuration.agent.session;

import java.time.Duration;

/**
 * How the agent dials.
 *
 * @param dialTimeout from the dial to the Welcome
 * @param firstDelay bound of the first back-off
 * @param longestDelay bound of any back-off
 */
public record SessionPolicy(Duration dialTimeout, Duration firstDelay, Duration longestDelay) {
  /** A hub that restarts within seconds has its agents back half a minute later at the most. */
  public static final SessionPolicy DEFAULT =
      new SessionPolicy(Duration.ofSeconds(15), Duration.ofMillis(500), Duration.ofSeconds(30));

  public SessionPolicy withLongestDelay(Duration longest) {
    return new SessionPolicy(dialTimeout, firstDelay, longest);
  }
}

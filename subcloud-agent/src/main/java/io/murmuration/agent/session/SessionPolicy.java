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
  public static final SessionPolicy DEFAULT =
      new SessionPolicy(Duration.ofSeconds(15), Duration.ofSeconds(1), Duration.ofSeconds(60));
}

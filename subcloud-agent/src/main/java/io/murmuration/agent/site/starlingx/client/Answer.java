package io.murmuration.agent.site.starlingx.client;

import java.time.Duration;

/** What a service said. Texts are for operators and hold no secret. */
public sealed interface Answer {
  /**
   * @param body without fields if the service sent none
   */
  record Done(Row body) implements Answer {}

  /** The service does not know the resource: gone, or older than it. */
  record Missing(String why) implements Answer {}

  /** The service refuses the request itself; the same again helps nobody. */
  record No(String why) implements Answer {}

  record Later(Duration retryAfter, String why, Fault fault) implements Answer {}

  /** Who is to blame for a failed call. */
  enum Fault {
    /** The site's services: unreachable, too slow, or in trouble. */
    SITE,
    /** The agent's own: its credentials, or too many of its calls at once. */
    AGENT
  }
}

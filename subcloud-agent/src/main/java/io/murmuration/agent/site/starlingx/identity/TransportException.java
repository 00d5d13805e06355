package io.murmuration.agent.site.starlingx.identity;

import java.time.Duration;

/**
 * The site's identities can be neither read nor written now. Of a write whose answer was lost
 * nobody knows whether it was done.
 */
public final class TransportException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  /**
   * @param why for operators; without secrets
   */
  public TransportException(String why, Duration retryAfter) {
    super(why, null, false, false);
    this.retryAfter = retryAfter;
  }

  public Duration retryAfter() {
    return retryAfter;
  }

  public String why() {
    return String.valueOf(getMessage());
  }
}

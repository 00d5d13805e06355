package io.murmuration.central.external.keystone;

/** Keystone could not be asked, or gave an answer that is none. Counts for the circuit breaker. */
final class KeystoneAwayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param why completes "Keystone ..."; never a token or password
   */
  KeystoneAwayException(String why) {
    super(why, null, false, false);
  }
}

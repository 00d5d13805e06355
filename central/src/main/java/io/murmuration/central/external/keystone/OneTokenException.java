package io.murmuration.central.external.keystone;

/** Keystone works but gives no answer about this one token. Says nothing against the circuit. */
final class OneTokenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param why completes "Keystone ..."; never a token or password
   */
  OneTokenException(String why) {
    super(why, null, false, false);
  }
}

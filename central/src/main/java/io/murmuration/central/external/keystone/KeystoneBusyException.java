package io.murmuration.central.external.keystone;

/**
 * Keystone works and is asked too much, by whomever (status 429). Says nothing against the circuit:
 * leaving it alone for all would only make everybody's tokens unknown.
 */
final class KeystoneBusyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  KeystoneBusyException() {
    super("answers that it is asked too much (status 429)", null, false, false);
  }
}

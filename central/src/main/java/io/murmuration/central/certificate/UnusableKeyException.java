package io.murmuration.central.certificate;

/**
 * A key that the node needs cannot be read, opened or trusted. The message is one sentence for the
 * operator at start; it never holds key material.
 */
public final class UnusableKeyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnusableKeyException(String message) {
    super(message);
  }

  public UnusableKeyException(String message, Throwable cause) {
    super(message, cause);
  }
}

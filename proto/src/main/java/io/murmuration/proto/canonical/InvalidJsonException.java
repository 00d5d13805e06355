package io.murmuration.proto.canonical;

/**
 * The text is no JSON that has a canonical form. The message says where and what was expected, and
 * quotes no value: it may be secret.
 */
public final class InvalidJsonException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidJsonException(String message) {
    super(message);
  }
}

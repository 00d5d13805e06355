package io.murmuration.central.gateway;

/** A frame that cannot be understood; the message is for the agent's operator. */
final class MalformedFrame extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedFrame(String message) {
    super(message, null, false, false);
  }
}

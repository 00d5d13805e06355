package io.murmuration.central.gateway.wire;

/** A frame that cannot be understood; the message is for the agent's operator. */
public final class MalformedFrame extends Exception {
  private static final long serialVersionUID = 1L;

  public MalformedFrame(String message) {
    super(message, null, false, false);
  }
}

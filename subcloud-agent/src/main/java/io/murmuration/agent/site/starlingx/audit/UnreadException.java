package io.murmuration.agent.site.starlingx.audit;

/** A service did not say what was asked; the message is for operators. Caught in this package. */
final class UnreadException extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadException(String why) {
    super(why);
  }

  String why() {
    return String.valueOf(getMessage());
  }
}

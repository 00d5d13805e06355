package io.murmuration.central.external.keystone;

/** A service of the system controller gave no answer that can be used. */
public final class UnansweredException extends Exception {
  private static final long serialVersionUID = 1L;

  UnansweredException(String why) {
    super(why, null, false, false);
  }

  /** For operators; without secrets. */
  public String why() {
    return String.valueOf(getMessage());
  }
}

package io.murmuration.central.identity;

/** The central Keystone's identities could not be read as a whole. */
public final class OriginAwayException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param why completes "the central Keystone ..."; without secrets
   */
  public OriginAwayException(String why) {
    super(why, null, false, false);
  }
}

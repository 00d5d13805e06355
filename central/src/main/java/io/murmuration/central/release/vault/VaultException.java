package io.murmuration.central.release.vault;

import java.io.IOException;

/** The vault cannot do it now: no room, or its directory does not answer. Words for an operator. */
public final class VaultException extends Exception {
  private static final long serialVersionUID = 1L;

  VaultException(String words) {
    super(words);
  }

  VaultException(String words, IOException cause) {
    super(words + ": " + cause, cause);
  }
}

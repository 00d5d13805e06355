package io.murmuration.central.auth.builtin;

import io.murmuration.central.auth.TokenHash;

/** Keystone's ids are 32 hexadecimal digits; ours follow from names, so every node has the same. */
public final class Ids {
  private static final int DIGITS = 32;

  private Ids() {}

  public static String of(String kind, String name) {
    return TokenHash.of(kind + ":" + name).hex().substring(0, DIGITS);
  }
}

package io.murmuration.central.store;

import io.murmuration.central.api.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of a resource as REST shows it: what the audit trail keeps instead of the values. */
public final class ContentDigest {
  private ContentDigest() {}

  /** Lower-case hexadecimal. */
  public static String of(Object json) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(Json.bytes(json)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

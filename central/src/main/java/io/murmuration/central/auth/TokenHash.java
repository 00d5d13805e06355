package io.murmuration.central.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * SHA-256 of a token; enough, because tokens are 256 bits of chance, or signed, and not passwords.
 * Immutable.
 */
public final class TokenHash {
  private static final int BYTES = 32;

  private final byte[] bytes;

  private TokenHash(byte[] bytes) {
    this.bytes = bytes;
  }

  public static TokenHash of(String token) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      return new TokenHash(sha256.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** One that was stored. */
  public static TokenHash ofBytes(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("hash: %d bytes (expected: 32)".formatted(bytes.length));
    }
    return new TokenHash(bytes.clone());
  }

  /**
   * @throws IllegalArgumentException if it is not 64 hexadecimal digits; without the text, which
   *     might be a token that somebody pasted by mistake
   */
  static TokenHash parse(String hex) {
    if (hex.length() != 2 * BYTES || !hex.chars().allMatch(HexFormat::isHexDigit)) {
      throw new IllegalArgumentException(
          "hash: %d characters (expected: 64 hexadecimal digits, the token's SHA-256)"
              .formatted(hex.length()));
    }
    return new TokenHash(HexFormat.of().parseHex(hex));
  }

  /** Takes the same time wherever the first difference is. */
  public boolean matches(TokenHash other) {
    return MessageDigest.isEqual(bytes, other.bytes);
  }

  public String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  /** A copy. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TokenHash that && matches(that);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "TokenHash";
  }
}

package io.murmuration.central.enrolment;

import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A one-time enrolment token, 256 random bits. It exists in the answer that shows it and in the
 * request that redeems it; the database knows its {@link #hash} only, and a hash without salt is
 * enough because nobody can try out 2^256 tokens.
 */
public final class TokenSecret {
  /** Longest text that is hashed, in characters; ours are shorter. */
  private static final int LONGEST = 128;

  private static final int BYTES = 32;

  private final String text;

  private TokenSecret(String text) {
    this.text = text;
  }

  static TokenSecret generate(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new TokenSecret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** What a caller sent, whatever it is. */
  public static TokenSecret of(String text) {
    return new TokenSecret(text.length() > LONGEST ? "" : text);
  }

  /** SHA-256, lower-case hexadecimal: safe to store and to compare. */
  public String hash() {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("SHA-256 is missing in this JVM", e);
    }
  }

  /** The secret itself, for the one answer that shows it. */
  @JsonValue
  String reveal() {
    return text;
  }

  /** Never the secret. */
  @Override
  public String toString() {
    return "token";
  }
}

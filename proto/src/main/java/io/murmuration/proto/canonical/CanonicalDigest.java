package io.murmuration.proto.canonical;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.SortedMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA-256 over canonical bytes, in three levels: item, type (over its items), kind (over its
 * types). Keyed, because a plain digest of a short secret can be tried out.
 *
 * <p>Every input starts with its level and the version of the canonical form, and every part is
 * preceded by its length, so that no two different inputs have the same bytes. Keys are sorted by
 * UTF-16 code unit ({@code String.compareTo}).
 *
 * <p>Thread-safe: each call works on a copy of the keyed state. The key never leaves this object.
 */
public final class CanonicalDigest {
  /** Newest version of the canonical form that this build computes. */
  public static final int FIELD_SET = 1;

  public static final int BYTES = 32;

  private static final byte ITEM = 'I';
  private static final byte TYPE = 'T';
  private static final byte ROOT = 'R';
  private static final String ALGORITHM = "HmacSHA256";

  private final int keyId;
  private final int fieldSet;
  private final Mac keyed;

  /**
   * @param keyId names the key; digests of different keys are not comparable
   * @param fieldSet version of the canonical form, 1 to {@link #FIELD_SET}
   * @param key 16 bytes or more
   */
  public CanonicalDigest(int keyId, int fieldSet, byte[] key) {
    if (fieldSet < 1 || fieldSet > FIELD_SET) {
      throw new IllegalArgumentException(
          "field set: " + fieldSet + " (expected: 1 to " + FIELD_SET + ")");
    }
    if (key.length < 16) {
      throw new IllegalArgumentException(
          "digest key: " + key.length + " bytes (expected: 16 or more)");
    }
    this.keyId = keyId;
    this.fieldSet = fieldSet;
    try {
      this.keyed = Mac.getInstance(ALGORITHM);
      this.keyed.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(ALGORITHM + " is missing in this JVM", e);
    }
  }

  public int keyId() {
    return keyId;
  }

  public int fieldSet() {
    return fieldSet;
  }

  /**
   * @param payload canonical JSON
   */
  public byte[] item(String kind, String type, String name, byte[] payload) {
    var mac = begin(ITEM, kind);
    update(mac, type);
    update(mac, name);
    update(mac, payload);
    return mac.doFinal();
  }

  /**
   * @param items item digest by name
   */
  public byte[] type(String kind, String type, SortedMap<String, byte[]> items) {
    var mac = begin(TYPE, kind);
    update(mac, type);
    return finish(mac, items);
  }

  /**
   * @param types type digest by type
   */
  public byte[] root(String kind, SortedMap<String, byte[]> types) {
    return finish(begin(ROOT, kind), types);
  }

  private Mac begin(byte level, String kind) {
    Mac mac;
    try {
      mac = (Mac) keyed.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(ALGORITHM + " of this JVM cannot be copied", e);
    }
    mac.update(level);
    mac.update((byte) fieldSet);
    update(mac, kind);
    return mac;
  }

  private static byte[] finish(Mac mac, SortedMap<String, byte[]> parts) {
    mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(parts.size()).array());
    parts.forEach((name, digest) -> {
      update(mac, name);
      update(mac, digest);
    });
    return mac.doFinal();
  }

  private static void update(Mac mac, String text) {
    update(mac, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void update(Mac mac, byte[] bytes) {
    mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    mac.update(bytes);
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "digest key " + keyId;
  }
}

package io.murmuration.sync.model;

import java.nio.ByteBuffer;

/**
 * 256 bits that decide equality (revisions decide order). Confidential, because a keyed digest of a
 * short secret can be tried out: it appears in no log and no feed.
 */
public record Digest(long a, long b, long c, long d) {
  public static final int BYTES = 32;

  public static Digest of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException(
          "digest: " + bytes.length + " bytes (expected: " + BYTES + ")");
    }
    var buffer = ByteBuffer.wrap(bytes);
    return new Digest(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
  }

  public byte[] bytes() {
    return ByteBuffer.allocate(BYTES).putLong(a).putLong(b).putLong(c).putLong(d).array();
  }

  @Override
  public String toString() {
    return "digest";
  }
}

package io.murmuration.sync.operation;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** 16 random bytes, drawn by the hub when the operation is ordered. */
public record OperationId(long high, long low) implements Comparable<OperationId> {
  public static final int BYTES = 16;

  public static OperationId of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException(
          "operation id: " + bytes.length + " bytes (expected: " + BYTES + ")");
    }
    var buffer = ByteBuffer.wrap(bytes);
    return new OperationId(buffer.getLong(), buffer.getLong());
  }

  public byte[] bytes() {
    return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
  }

  @Override
  public int compareTo(OperationId other) {
    int byHigh = Long.compare(high, other.high);
    return byHigh != 0 ? byHigh : Long.compare(low, other.low);
  }

  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
  }
}

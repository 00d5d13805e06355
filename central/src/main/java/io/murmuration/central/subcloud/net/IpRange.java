package io.murmuration.central.subcloud.net;

import java.math.BigInteger;

/** Addresses of one family from {@code start} to {@code end}, both included. */
public record IpRange(IpAddress start, IpAddress end) {
  public IpRange {
    if (start.family() != end.family() || start.compareTo(end) > 0) {
      throw new IllegalArgumentException(
          "range: " + start + " to " + end + " (expected: one family, start not above end)");
    }
  }

  public BigInteger size() {
    return end.value().subtract(start.value()).add(BigInteger.ONE);
  }

  public boolean contains(IpAddress address) {
    return start.compareTo(address) <= 0 && address.compareTo(end) <= 0;
  }

  @Override
  public String toString() {
    return start + "-" + end;
  }
}

package io.murmuration.central.subcloud.net;

import com.google.common.net.InetAddresses;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;

/** An address without zone. {@code toString} is the canonical text (IPv6 compressed). */
public record IpAddress(IpFamily family, BigInteger value) implements Comparable<IpAddress> {
  public IpAddress {
    if (value.signum() < 0 || value.bitLength() > family.bits()) {
      throw new IllegalArgumentException(
          "address: " + value + " (expected: an " + family + " address)");
    }
  }

  /** Empty unless {@code text} is a complete literal; names are never resolved. */
  public static Optional<IpAddress> parse(String text) {
    // A zone belongs to a host's interface, not to a network plan; the parser would look it up.
    if (text.indexOf('%') >= 0 || !InetAddresses.isInetAddress(text)) {
      return Optional.empty();
    }
    InetAddress address = InetAddresses.forString(text);
    boolean v4 = address instanceof Inet4Address;
    // IPv4-mapped IPv6 text is parsed as IPv4: it would be stored as something nobody typed.
    if (v4 && text.indexOf(':') >= 0) {
      return Optional.empty();
    }
    return Optional.of(
        new IpAddress(v4 ? IpFamily.V4 : IpFamily.V6, new BigInteger(1, address.getAddress())));
  }

  /** The address after this one; empty at the end of its family. */
  public Optional<IpAddress> next() {
    var next = value.add(BigInteger.ONE);
    return next.bitLength() > family.bits()
        ? Optional.empty()
        : Optional.of(new IpAddress(family, next));
  }

  /** Order within a family; all of IPv4 before all of IPv6, as PostgreSQL's {@code inet} has it. */
  @Override
  public int compareTo(IpAddress other) {
    int byFamily = family.compareTo(other.family);
    return byFamily != 0 ? byFamily : value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return InetAddresses.toAddrString(
        switch (family) {
          case V4 -> InetAddresses.fromIPv4BigInteger(value);
          case V6 -> InetAddresses.fromIPv6BigInteger(value);
        });
  }
}

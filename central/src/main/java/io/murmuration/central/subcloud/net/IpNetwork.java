package io.murmuration.central.subcloud.net;

import java.math.BigInteger;
import java.util.Optional;

/**
 * A network in CIDR terms.
 *
 * @param first the network's own address; host bits of the text are cut off
 */
public record IpNetwork(IpAddress first, int prefix) {
  public IpNetwork {
    if (prefix < 0 || prefix > first.family().bits()) {
      throw new IllegalArgumentException(
          "prefix: " + prefix + " (expected: 0 to " + first.family().bits() + ")");
    }
    int hostBits = first.family().bits() - prefix;
    first = new IpAddress(first.family(), first.value().shiftRight(hostBits).shiftLeft(hostBits));
  }

  /** {@code address/prefix}; an address alone is a network of one. */
  public static Optional<IpNetwork> parse(String text) {
    int slash = text.indexOf('/');
    var address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
    if (slash < 0) {
      return address.map(a -> new IpNetwork(a, a.family().bits()));
    }
    String prefix = text.substring(slash + 1);
    if (!prefix.matches("[0-9]{1,3}")) {
      return Optional.empty();
    }
    int length = Integer.parseInt(prefix);
    return address.filter(a -> length <= a.family().bits()).map(a -> new IpNetwork(a, length));
  }

  public IpFamily family() {
    return first.family();
  }

  /** Number of addresses, the network's own and the broadcast address included. */
  public BigInteger size() {
    return BigInteger.ONE.shiftLeft(family().bits() - prefix);
  }

  public IpAddress last() {
    return new IpAddress(family(), first.value().add(size()).subtract(BigInteger.ONE));
  }

  public boolean contains(IpAddress address) {
    return address.family() == family()
        && first.compareTo(address) <= 0
        && address.compareTo(last()) <= 0;
  }

  /** True for the last address of an IPv4 network; IPv6 has no broadcast. */
  public boolean isBroadcast(IpAddress address) {
    return family() == IpFamily.V4 && address.equals(last());
  }

  @Override
  public String toString() {
    return first + "/" + prefix;
  }
}

package io.murmuration.central.subcloud.bootstrap;

import io.murmuration.central.api.Problem;
import io.murmuration.central.subcloud.document.Field;
import io.murmuration.central.subcloud.net.IpAddress;
import io.murmuration.central.subcloud.net.IpNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The contract's lists: one value, or two comma-separated ones of different families (dual-stack).
 * What is wrong goes to the collector; the answer then is empty.
 */
final class AddressLists {
  private static final int SHORTEST_IPV6_PREFIX = 64;

  private final List<Problem> problems;

  AddressLists(List<Problem> problems) {
    this.problems = problems;
  }

  /** Networks with at least {@code smallest} addresses each. */
  Optional<List<IpNetwork>> networks(Field field, int smallest) {
    return list(field, IpNetwork::parse, "a network such as 192.0.2.0/24 or 2001:db8::/64")
        .filter(networks -> areDualStack(field, networks.stream().map(IpNetwork::first)))
        .filter(networks -> networks.stream().allMatch(n -> isLargeEnough(field, n, smallest)));
  }

  /** Addresses that pair with the networks in number and family, each inside its network. */
  Optional<List<IpAddress>> addressesIn(Field field, List<IpNetwork> networks) {
    return addresses(field)
        .filter(addresses -> pairWith(field, addresses, networks))
        .filter(addresses -> areInside(field, addresses, networks));
  }

  /** Addresses of any network. */
  Optional<List<IpAddress>> addresses(Field field) {
    return list(field, IpAddress::parse, "an IP address")
        .filter(addresses -> areDualStack(field, addresses.stream()));
  }

  private <T> Optional<List<T>> list(
      Field field, Function<String, Optional<T>> parse, String expected) {
    List<T> values = new ArrayList<>();
    for (String text : field.text().split(",", -1)) {
      var value = parse.apply(text.strip());
      if (field.shape() == Field.Shape.COLLECTION || value.isEmpty()) {
        problems.add(field.problem(expected));
        return Optional.empty();
      }
      values.add(value.get());
    }
    return Optional.of(values);
  }

  private boolean areDualStack(Field field, Stream<IpAddress> values) {
    var families = values.map(IpAddress::family).toList();
    return families.size() == families.stream().distinct().count()
        || no(field, "one value, or two of different IP families");
  }

  private boolean isLargeEnough(Field field, IpNetwork network, int smallest) {
    return switch (network.family()) {
      case V4 ->
          network.size().longValueExact() >= smallest
              || no(field, "a network of at least " + smallest + " addresses");
      case V6 ->
          network.prefix() >= SHORTEST_IPV6_PREFIX
              ? network.size().bitLength() > Integer.SIZE
                  || network.size().longValueExact() >= smallest
                  || no(field, "a network of at least " + smallest + " addresses")
              : no(field, "an IPv6 prefix length of at least " + SHORTEST_IPV6_PREFIX);
    };
  }

  private boolean pairWith(Field field, List<IpAddress> addresses, List<IpNetwork> networks) {
    var wanted = networks.stream().map(IpNetwork::family).toList();
    return addresses.stream().map(IpAddress::family).toList().equals(wanted)
        || no(field, "as many addresses as subnets, of the families " + wanted + " in this order");
  }

  private boolean areInside(Field field, List<IpAddress> addresses, List<IpNetwork> networks) {
    for (int i = 0; i < networks.size(); i++) {
      var network = networks.get(i);
      if (!network.contains(addresses.get(i))) {
        return no(field, "an address in " + network);
      }
      if (network.isBroadcast(addresses.get(i))) {
        return no(field, "not the broadcast address of " + network);
      }
    }
    return true;
  }

  private boolean no(Field field, String expected) {
    problems.add(field.problem(expected));
    return false;
  }
}

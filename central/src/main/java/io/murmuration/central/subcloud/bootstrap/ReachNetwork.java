package io.murmuration.central.subcloud.bootstrap;

import io.murmuration.central.api.Problem;
import io.murmuration.central.subcloud.document.Field;
import io.murmuration.central.subcloud.net.IpAddress;
import io.murmuration.central.subcloud.net.IpNetwork;
import io.murmuration.central.subcloud.net.IpRange;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rules of a network by which a site is reached (management or admin): subnet, range of
 * addresses, gateway; no address of the range may be another subcloud's.
 */
final class ReachNetwork {
  private final Sizes smallest;
  private final Neighbours neighbours;
  private final List<Problem> problems;
  private final AddressLists lists;

  /**
   * @param problems where mistakes go
   */
  ReachNetwork(Sizes smallest, Neighbours neighbours, List<Problem> problems) {
    this.smallest = smallest;
    this.neighbours = neighbours;
    this.problems = problems;
    this.lists = new AddressLists(problems);
  }

  /** The primary addresses of a network whose subnet and range passed. */
  record Primary(IpNetwork subnet, IpRange range, Optional<IpAddress> gateway) {}

  Optional<Primary> check(NetworkFields fields) {
    var subnets = fields.subnet().flatMap(f -> lists.networks(f, smallest.subnet()));
    if (subnets.isEmpty()) {
      return Optional.empty();
    }
    var ranges = ranges(fields, subnets.get());
    if (ranges.isEmpty()) {
      return Optional.empty();
    }
    var gateways = gateways(fields, subnets.get(), ranges.get());
    return Optional.of(
        new Primary(
            subnets.get().getFirst(), ranges.get().getFirst(), gateways.map(List::getFirst)));
  }

  private Optional<List<IpRange>> ranges(NetworkFields fields, List<IpNetwork> subnets) {
    var starts = fields.start().flatMap(field -> lists.addressesIn(field, subnets));
    var ends =
        fields.start().equals(fields.end())
            ? starts
            : fields.end().flatMap(field -> lists.addressesIn(field, subnets));
    if (fields.start().isEmpty() || starts.isEmpty() || ends.isEmpty()) {
      return Optional.empty();
    }
    List<IpRange> ranges = new ArrayList<>();
    for (int i = 0; i < subnets.size(); i++) {
      var range = range(fields.start().get(), starts.get().get(i), ends.get().get(i));
      range.ifPresent(ranges::add);
    }
    return ranges.size() == subnets.size() ? Optional.of(ranges) : Optional.empty();
  }

  private Optional<IpRange> range(Field startField, IpAddress start, IpAddress end) {
    if (start.compareTo(end) > 0) {
      problems.add(startField.problem("an address not above the end address " + end));
      return Optional.empty();
    }
    var range = new IpRange(start, end);
    if (range.size().compareTo(BigInteger.valueOf(smallest.range())) < 0) {
      problems.add(startField.problem("at least " + smallest.range() + " addresses up to " + end));
      return Optional.empty();
    }
    neighbours
        .overlapping(range)
        .ifPresent(other ->
            problems.add(
                startField.problem(
                    "%s not to overlap %s of subcloud %s"
                        .formatted(range, other.network(), other.name()))));
    return Optional.of(range);
  }

  private Optional<List<IpAddress>> gateways(
      NetworkFields fields, List<IpNetwork> subnets, List<IpRange> ranges) {
    var field = fields.gateway();
    var gateways = field.flatMap(f -> lists.addressesIn(f, subnets));
    if (field.isEmpty() || gateways.isEmpty()) {
      return Optional.empty();
    }
    for (int i = 0; i < ranges.size(); i++) {
      if (ranges.get(i).contains(gateways.get().get(i))) {
        problems.add(field.get().problem("an address outside the range " + ranges.get(i)));
      }
    }
    return gateways;
  }
}

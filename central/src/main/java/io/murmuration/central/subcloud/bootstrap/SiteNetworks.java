package io.murmuration.central.subcloud.bootstrap;

import io.murmuration.central.api.Problem;
import io.murmuration.central.subcloud.net.IpAddress;
import io.murmuration.central.subcloud.net.IpNetwork;
import io.murmuration.central.subcloud.net.IpRange;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rules of a site's management, admin and OAM networks. */
final class SiteNetworks {
  private static final int SMALLEST_SUBNET = 8;
  private static final int SMALLEST_SIMPLEX_SUBNET = 4;
  private static final int SMALLEST_RANGE = 3;
  private static final int SMALLEST_OAM_SUBNET = 3;

  private final BootstrapInput input;
  private final Neighbours neighbours;
  private final List<Problem> problems;
  private final AddressLists lists;

  SiteNetworks(BootstrapInput input, Neighbours neighbours, List<Problem> problems) {
    this.input = input;
    this.neighbours = neighbours;
    this.problems = problems;
    this.lists = new AddressLists(problems);
  }

  /** The primary addresses of a network that passed. */
  record Primary(IpNetwork subnet, IpRange range, Optional<IpAddress> gateway) {}

  Optional<Primary> reachableBy(Stack stack) {
    int smallest = Stack.isSimplex(input) ? SMALLEST_SIMPLEX_SUBNET : SMALLEST_SUBNET;
    var subnets = input.field(stack.subnet()).flatMap(f -> lists.networks(f, smallest));
    if (subnets.isEmpty()) {
      return Optional.empty();
    }
    var ranges = ranges(stack, subnets.get());
    if (ranges.isEmpty()) {
      return Optional.empty();
    }
    var gateways = gateways(stack, subnets.get(), ranges.get());
    return Optional.of(
        new Primary(
            subnets.get().getFirst(), ranges.get().getFirst(), gateways.map(List::getFirst)));
  }

  private Optional<List<IpRange>> ranges(Stack stack, List<IpNetwork> subnets) {
    var startField = stack.startField(input);
    var endField = stack.endField(input);
    var starts = startField.flatMap(field -> lists.addressesIn(field, subnets));
    var ends =
        startField.equals(endField)
            ? starts
            : endField.flatMap(field -> lists.addressesIn(field, subnets));
    if (startField.isEmpty() || starts.isEmpty() || ends.isEmpty()) {
      return Optional.empty();
    }
    List<IpRange> ranges = new ArrayList<>();
    for (int i = 0; i < subnets.size(); i++) {
      var range = range(startField.get(), starts.get().get(i), ends.get().get(i));
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
    int smallest = Stack.isSimplex(input) ? 1 : SMALLEST_RANGE;
    if (range.size().compareTo(BigInteger.valueOf(smallest)) < 0) {
      problems.add(startField.problem("at least " + smallest + " addresses up to " + end));
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
      Stack stack, List<IpNetwork> subnets, List<IpRange> ranges) {
    var field = input.field(stack.gateway());
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

  /** The first OAM subnet. */
  Optional<IpNetwork> oam() {
    var field = input.field("external_oam_subnet");
    var subnets = field.flatMap(f -> lists.networks(f, SMALLEST_OAM_SUBNET));
    if (field.isEmpty() || subnets.isEmpty()) {
      return Optional.empty();
    }
    for (var subnet : subnets.get()) {
      neighbours
          .around(subnet.first())
          .ifPresent(other ->
              problems.add(
                  field
                      .get()
                      .problem(
                          "a subnet outside the management subnet %s of subcloud %s"
                              .formatted(other.network(), other.name()))));
    }
    for (var key : List.of("external_oam_gateway_address", "external_oam_floating_address")) {
      input.field(key).ifPresent(f -> lists.addressesIn(f, subnets.get()));
    }
    return subnets.map(List::getFirst);
  }

  /** The address by which the site finds the system controller. */
  Optional<IpAddress> systemControllerGateway(Primary site, SystemController controller) {
    var field = input.field("systemcontroller_gateway_address");
    var gateway = field.flatMap(lists::addresses).map(List::getFirst);
    if (field.isEmpty() || gateway.isEmpty()) {
      return Optional.empty();
    }
    whatIsWrongWith(gateway.get(), site, controller)
        .ifPresent(expected -> problems.add(field.get().problem(expected)));
    return gateway;
  }

  private static Optional<String> whatIsWrongWith(
      IpAddress gateway, Primary site, SystemController controller) {
    var family = gateway.family();
    if (family != site.subnet().family()) {
      return Optional.of("an " + site.subnet().family() + " address, as the site's subnet");
    }
    if (controller.managementPools().isEmpty()) {
      return Optional.empty();
    }
    var pools =
        controller.managementPools().stream()
            .filter(pool -> pool.network().family() == family)
            .toList();
    if (pools.isEmpty()) {
      return Optional.of("a family that the system controller's management network has");
    }
    var around = pools.stream().filter(pool -> pool.network().contains(gateway)).findFirst();
    if (around.isEmpty()) {
      return Optional.of("an address in the system controller's " + pools.getFirst().network());
    }
    return around
        .filter(pool -> pool.allocated().contains(gateway))
        .map(pool -> "an address outside the system controller's own range " + pool.allocated());
  }
}

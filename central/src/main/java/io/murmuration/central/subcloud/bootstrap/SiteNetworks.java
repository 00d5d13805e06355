package io.murmuration.central.subcloud.bootstrap;

import io.murmuration.central.api.Problem;
import io.murmuration.central.subcloud.bootstrap.ReachNetwork.Primary;
import io.murmuration.central.subcloud.document.SiteValues;
import io.murmuration.central.subcloud.net.IpAddress;
import io.murmuration.central.subcloud.net.IpNetwork;
import java.util.List;
import java.util.Optional;

/** The rules of a site's networks: management, admin, OAM, and the way back. */
final class SiteNetworks {
  private static final int SMALLEST_OAM_SUBNET = 3;

  private final SiteValues input;
  private final Neighbours neighbours;
  private final List<Problem> problems;
  private final AddressLists lists;

  SiteNetworks(SiteValues input, Neighbours neighbours, List<Problem> problems) {
    this.input = input;
    this.neighbours = neighbours;
    this.problems = problems;
    this.lists = new AddressLists(problems);
  }

  Optional<Primary> reachableBy(Stack stack) {
    var smallest = Stack.isSimplex(input) ? Sizes.SIMPLEX : Sizes.MORE_NODES;
    return new ReachNetwork(smallest, neighbours, problems).check(stack.fields(input));
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

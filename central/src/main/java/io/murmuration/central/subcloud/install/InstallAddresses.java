package io.murmuration.central.subcloud.install;

import io.murmuration.central.api.Problem;
import io.murmuration.central.subcloud.document.Field;
import io.murmuration.central.subcloud.document.SiteValues;
import io.murmuration.central.subcloud.net.IpAddress;
import io.murmuration.central.subcloud.net.IpFamily;
import io.murmuration.central.subcloud.net.IpNetwork;
import java.util.List;
import java.util.Optional;

/** The addresses among install values: all of the family by which the site boots. */
final class InstallAddresses {
  static final String BOOTSTRAP = "bootstrap_address";
  static final String BMC = "bmc_address";
  private static final String NEXT_HOP = "nexthop_gateway";
  private static final String NETWORK = "network_address";
  private static final String MASK = "network_mask";

  private final SiteValues values;
  private final Optional<IpFamily> oamFamily;
  private final List<Problem> problems;

  InstallAddresses(SiteValues values, Optional<IpFamily> oamFamily, List<Problem> problems) {
    this.values = values;
    this.oamFamily = oamFamily;
    this.problems = problems;
  }

  void check() {
    var family = address(BOOTSTRAP).map(IpAddress::family);
    var bmc = address(BMC);
    bmc.ifPresent(address -> compare(BMC, address.family(), family, "as " + BOOTSTRAP));
    bmc.ifPresent(
        address -> compare(BMC, address.family(), oamFamily, "as the primary OAM network"));
    address(NEXT_HOP)
        .ifPresent(address -> compare(NEXT_HOP, address.family(), family, "as " + BOOTSTRAP));
    network(family);
  }

  private Optional<IpAddress> address(String key) {
    var field = values.field(key);
    var address = field.flatMap(f -> IpAddress.parse(f.text()));
    if (field.isPresent() && address.isEmpty()) {
      problems.add(field.get().problem("an IP address"));
    }
    return address;
  }

  private void compare(String key, IpFamily is, Optional<IpFamily> wanted, String why) {
    if (wanted.isPresent() && wanted.get() != is) {
      problems.add(values.problem(key, "an " + wanted.get() + " address, " + why));
    }
  }

  private void network(Optional<IpFamily> family) {
    var field = values.field(NETWORK);
    if (field.isEmpty()) {
      return;
    }
    for (var key : List.of(NEXT_HOP, MASK)) {
      if (values.field(key).isEmpty()) {
        problems.add(values.problem(key, key + " required with " + NETWORK));
      }
    }
    var network = IpAddress.parse(field.get().text());
    if (network.isEmpty()) {
      problems.add(field.get().problem("the address of a network"));
      return;
    }
    compare(NETWORK, network.get().family(), family, "as " + BOOTSTRAP);
    values.field(MASK).ifPresent(mask -> checkMask(mask, network.get()));
  }

  private void checkMask(Field mask, IpAddress network) {
    if (IpNetwork.parse(network + "/" + mask.text()).isEmpty() && !isNetmask(mask, network)) {
      problems.add(
          mask.problem("a netmask such as 255.255.254.0, or a prefix length of " + NETWORK));
    }
  }

  /** Ones first, then zeros only. */
  private static boolean isNetmask(Field mask, IpAddress network) {
    return IpAddress.parse(mask.text())
        .filter(address -> address.family() == network.family())
        .map(address -> {
          int bits = address.family().bits();
          int zeros = address.value().signum() == 0 ? bits : address.value().getLowestSetBit();
          return address.value().bitCount() + zeros == bits;
        })
        .orElse(false);
  }
}

package io.murmuration.central.subcloud.bootstrap;

import io.murmuration.central.subcloud.net.IpAddress;
import io.murmuration.central.subcloud.net.IpFamily;
import io.murmuration.central.subcloud.net.IpNetwork;
import io.murmuration.central.subcloud.net.IpRange;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the rules must know about the system controller itself.
 *
 * @param release the software release it runs, and the default of a new subcloud
 * @param supportedReleases others that a subcloud may run
 * @param managementPools its own management networks; empty if they were not configured, then a
 *     subcloud's route back is not checked against them
 */
public record SystemController(
    String release, Set<String> supportedReleases, String regionName, List<Pool> managementPools) {
  public SystemController {
    supportedReleases = Set.copyOf(supportedReleases);
    managementPools = List.copyOf(managementPools);
  }

  public boolean supports(String wanted) {
    return release.equals(wanted) || supportedReleases.contains(wanted);
  }

  /** True for the names that mean the system controller itself. */
  public boolean isCalled(String nameOrRegion) {
    return nameOrRegion.equals("SystemController") || nameOrRegion.equals(regionName);
  }

  /** The releases that a subcloud may run, in words. */
  public String expectedReleases() {
    return "%s or one of %s".formatted(release, supportedReleases.stream().sorted().toList());
  }

  boolean hasFamily(IpFamily family) {
    return managementPools.stream().anyMatch(pool -> pool.network().family() == family);
  }

  /**
   * A management network.
   *
   * @param allocated addresses that the system controller gives to its own hosts
   */
  public record Pool(IpNetwork network, IpRange allocated) {
    /** {@code network=first-last}; empty if it is not that, or the range is not in the network. */
    public static Optional<Pool> parse(String text) {
      var parts = text.split("[=-]", -1);
      if (parts.length != 3 || text.indexOf('=') > text.indexOf('-')) {
        return Optional.empty();
      }
      var network = IpNetwork.parse(parts[0].strip());
      var first = IpAddress.parse(parts[1].strip());
      var last = IpAddress.parse(parts[2].strip());
      if (network.isEmpty()
          || first.filter(network.get()::contains).isEmpty()
          || last.filter(network.get()::contains).isEmpty()
          || first.get().compareTo(last.get()) > 0) {
        return Optional.empty();
      }
      return Optional.of(new Pool(network.get(), new IpRange(first.get(), last.get())));
    }
  }
}

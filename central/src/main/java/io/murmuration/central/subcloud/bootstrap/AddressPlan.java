package io.murmuration.central.subcloud.bootstrap;

import io.murmuration.central.subcloud.net.IpAddress;
import io.murmuration.central.subcloud.net.IpNetwork;
import io.murmuration.central.subcloud.net.IpRange;
import io.murmuration.central.subcloud.net.NetworkMap;
import io.murmuration.central.subcloud.net.RangeMap;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The networks of many subclouds in memory. Asking and changing cost the logarithm of their number.
 * Not thread-safe.
 */
public final class AddressPlan implements Neighbours {
  private final NavigableMap<Integer, Site> sites = new TreeMap<>();
  private final RangeMap<Integer> ranges = new RangeMap<>();
  private final NetworkMap<Integer> subnets = new NetworkMap<>();

  /** What a subcloud has; the range need not lie in the subnet. */
  public record Site(int id, String name, IpNetwork subnet, IpRange range) {}

  /** Adds a subcloud, or gives a known one other values. */
  public void put(Site site) {
    remove(site.id());
    sites.put(site.id(), site);
    ranges.add(site.range(), site.id());
    subnets.add(site.subnet(), site.id());
  }

  public void remove(int id) {
    var site = sites.remove(id);
    if (site != null) {
      ranges.remove(site.range(), id);
      subnets.remove(site.subnet(), id);
    }
  }

  public int size() {
    return sites.size();
  }

  /** The highest id; 0 if there is none. */
  public int newest() {
    return sites.isEmpty() ? 0 : sites.lastKey();
  }

  @Override
  public Optional<Neighbour> overlapping(IpRange range) {
    return ranges
        .firstIn(range)
        .map(sites::get)
        .map(site -> new Neighbour(site.name(), site.range().toString()));
  }

  @Override
  public Optional<Neighbour> around(IpAddress address) {
    return subnets
        .around(address)
        .map(sites::get)
        .map(site -> new Neighbour(site.name(), site.subnet().toString()));
  }
}

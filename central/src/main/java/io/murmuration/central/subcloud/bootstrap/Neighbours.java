package io.murmuration.central.subcloud.bootstrap;

import io.murmuration.central.subcloud.net.IpAddress;
import io.murmuration.central.subcloud.net.IpRange;
import java.util.Optional;

/** The networks of the other subclouds. A call never walks over all of them. */
public interface Neighbours {
  /** A subcloud whose management range shares an address with {@code range}. */
  Optional<Neighbour> overlapping(IpRange range);

  /** A subcloud in whose management subnet {@code address} lies. */
  Optional<Neighbour> around(IpAddress address);

  /**
   * Another subcloud.
   *
   * @param network its range or subnet, as stored
   */
  record Neighbour(String name, String network) {}
}

package io.murmuration.central.subcloud.net;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who has which networks; several may have the same one. Networks nest but never cross, so an
 * address is looked up once per prefix length that there is: 33 or 129 times at most, however many
 * networks are in the map. Not thread-safe.
 *
 * @param <T> holders; of several with one network the smallest is named
 */
public final class NetworkMap<T extends Comparable<T>> {
  private final Map<IpNetwork, SortedSet<T>> holders = new HashMap<>();

  public void add(IpNetwork network, T holder) {
    holders.computeIfAbsent(network, _ -> new TreeSet<>()).add(holder);
  }

  /** Nothing happens if {@code holder} does not have the network. */
  public void remove(IpNetwork network, T holder) {
    holders.computeIfPresent(
        network,
        (_, all) -> {
          all.remove(holder);
          return all.isEmpty() ? null : all;
        });
  }

  /** A holder of the smallest network in which {@code address} lies. */
  public Optional<T> around(IpAddress address) {
    for (int prefix = address.family().bits(); prefix >= 0; prefix--) {
      var found = holders.get(new IpNetwork(address, prefix));
      if (found != null) {
        return Optional.of(found.first());
      }
    }
    return Optional.empty();
  }
}

package io.murmuration.central.subcloud.net;

import java.math.BigInteger;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who holds which ranges. Ranges may overlap: they are kept as disjoint segments in a map sorted by
 * their first address, each with all its holders, so asking costs the logarithm of the number of
 * ranges, whatever they look like. Both families live in one map, because no segment has addresses
 * of both. Not thread-safe.
 *
 * @param <T> holders; of several at one place the smallest is named
 */
public final class RangeMap<T extends Comparable<T>> {
  private record Segment<T>(IpAddress end, SortedSet<T> holders) {}

  private final NavigableMap<IpAddress, Segment<T>> segments = new TreeMap<>();

  public void add(IpRange range, T holder) {
    cutAround(range);
    Optional<IpAddress> free = Optional.of(range.start());
    for (var entry : List.copyOf(inside(range).entrySet())) {
      if (free.isPresent() && free.get().compareTo(entry.getKey()) < 0) {
        put(free.get(), before(entry.getKey()), holder);
      }
      entry.getValue().holders().add(holder);
      free = entry.getValue().end().next();
    }
    if (free.isPresent() && range.contains(free.get())) {
      put(free.get(), range.end(), holder);
    }
  }

  /** The same range as it was added; nothing happens if it was not. */
  public void remove(IpRange range, T holder) {
    inside(range)
        .values()
        .removeIf(segment -> segment.holders().remove(holder) && segment.holders().isEmpty());
  }

  /** The holder of the first address of {@code range} that somebody holds. */
  public Optional<T> firstIn(IpRange range) {
    var below = segments.floorEntry(range.start());
    if (below != null && below.getValue().end().compareTo(range.start()) >= 0) {
      return Optional.of(below.getValue().holders().first());
    }
    var above = segments.ceilingEntry(range.start());
    return above != null && above.getKey().compareTo(range.end()) <= 0
        ? Optional.of(above.getValue().holders().first())
        : Optional.empty();
  }

  private NavigableMap<IpAddress, Segment<T>> inside(IpRange range) {
    return segments.subMap(range.start(), true, range.end(), true);
  }

  private void cutAround(IpRange range) {
    cutBefore(range.start());
    range.end().next().ifPresent(this::cutBefore);
  }

  /** Afterwards no segment reaches across the border in front of {@code address}. */
  private void cutBefore(IpAddress address) {
    var around = segments.lowerEntry(address);
    if (around == null || around.getValue().end().compareTo(address) < 0) {
      return;
    }
    var segment = around.getValue();
    segments.put(around.getKey(), new Segment<>(before(address), segment.holders()));
    segments.put(address, new Segment<>(segment.end(), new TreeSet<>(segment.holders())));
  }

  private void put(IpAddress start, IpAddress end, T holder) {
    var holders = new TreeSet<T>();
    holders.add(holder);
    segments.put(start, new Segment<>(end, holders));
  }

  private static IpAddress before(IpAddress address) {
    return new IpAddress(address.family(), address.value().subtract(BigInteger.ONE));
  }
}

package io.murmuration.central.release.fetch;

import io.murmuration.sync.model.SubcloudId;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * The budgets: one bucket for the node's share of the fleet's, one for each site that fetches.
 * Every node takes an equal share, whether it has something to send or not, so the sum keeps the
 * budget without the nodes talking. Thread-safe.
 */
final class Pace {
  /** An agent has one; a few that it lost may not have been noticed yet. */
  static final int MOST_OF_ONE = 4;

  /** Less than an agent waits for the next bytes. */
  static final Duration LONGEST = Duration.ofSeconds(30);

  private final FetchLimits limits;
  private final IntSupplier nodes;
  private final LongSupplier nanoTime;
  private final ByteBucket total = new ByteBucket();
  private final Map<SubcloudId, Site> sites = new ConcurrentHashMap<>();

  /** A site's bucket, shared by its fetches and forgotten with the last one. */
  private record Site(ByteBucket bucket, int fetches) {}

  /**
   * @param nodes that are alive, this one included
   * @param nanoTime monotonic
   */
  Pace(FetchLimits limits, IntSupplier nodes, LongSupplier nanoTime) {
    this.limits = limits;
    this.nodes = nodes;
    this.nanoTime = nanoTime;
  }

  /** False if the site has too many already. If true, {@link #ended} must follow. */
  boolean tryBegin(SubcloudId id) {
    var site =
        sites.merge(
            id,
            new Site(new ByteBucket(), 1),
            (there, _) -> new Site(there.bucket(), there.fetches() + 1));
    if (site.fetches() > MOST_OF_ONE) {
      ended(id);
      return false;
    }
    return true;
  }

  void ended(SubcloudId id) {
    sites.computeIfPresent(
        id, (_, site) -> site.fetches() > 1 ? new Site(site.bucket(), site.fetches() - 1) : null);
  }

  /**
   * Nanoseconds to wait before these bytes may go to the site; empty, and nothing is taken, if that
   * would be longer than a peer waits.
   */
  OptionalLong take(SubcloudId id, int bytes) {
    long now = nanoTime.getAsLong();
    long share =
        limits.total() == 0 ? 0 : Math.max(1, limits.total() / Math.max(1, nodes.getAsInt()));
    var site = sites.get(id);
    long ofSite = site == null ? 0 : site.bucket().take(bytes, limits.perSite(), now);
    long wait = Math.max(ofSite, total.take(bytes, share, now));
    if (wait <= LONGEST.toNanos()) {
      return OptionalLong.of(wait);
    }
    total.giveBack(bytes);
    if (site != null) {
      site.bucket().giveBack(bytes);
    }
    return OptionalLong.empty();
  }
}

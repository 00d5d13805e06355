package io.murmuration.central.cluster;

import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.model.SyncStatus;
import io.murmuration.sync.status.Availability;
import io.murmuration.sync.status.KindStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that is known live of one subcloud: one object per kind that was ever told, no maps. Guarded
 * by itself.
 */
final class LiveRow {
  private @Nullable UUID owner;
  private @Nullable SessionEpoch epoch;
  private long arrived;
  private @Nullable Availability availability;
  private final @Nullable KindRow[] kinds = new KindRow[Kind.values().length];

  /** Ignores what is older than what it holds. */
  synchronized void take(UUID from, LiveEntry entry, long now) {
    if (epoch != null && entry.epoch().compareTo(epoch) < 0) {
      return;
    }
    owner = from;
    epoch = entry.epoch();
    arrived = now;
    switch (entry) {
      case LiveEntry.OfSite site -> availability = site.availability();
      case LiveEntry.OfKind kind -> take(kind, now);
    }
  }

  private void take(LiveEntry.OfKind entry, long now) {
    var known = kinds[entry.kind().ordinal()];
    if (known != null && entry.generation() < known.generation) {
      return;
    }
    var confirmed = entry.confirmed();
    kinds[entry.kind().ordinal()] =
        new KindRow(
            entry.generation(),
            entry.status(),
            confirmed == null ? null : now - confirmed.age().toNanos(),
            confirmed != null && confirmed.atLeast());
  }

  synchronized void observed(Kind kind, long seenNanos) {
    var known = kinds[kind.ordinal()];
    if (known != null) {
      kinds[kind.ordinal()] = new KindRow(known.generation, known.status, seenNanos, false);
    }
  }

  /** Of the newest entry. */
  synchronized @Nullable UUID owner() {
    return owner;
  }

  synchronized Optional<LiveEntry.OfKind> kind(
      SubcloudId id, Kind kind, long now, boolean silentOwner) {
    var known = kinds[kind.ordinal()];
    if (known == null || epoch == null) {
      return Optional.empty();
    }
    var confirmation =
        known.seenNanos == null
            ? null
            : new LiveEntry.Confirmation(
                Duration.ofNanos(now - known.seenNanos), known.atLeast || silentOwner);
    return Optional.of(
        new LiveEntry.OfKind(id, epoch, known.generation, kind, known.status, confirmation));
  }

  synchronized Optional<LiveEntry.OfSite> site(SubcloudId id) {
    return availability == null || epoch == null
        ? Optional.empty()
        : Optional.of(new LiveEntry.OfSite(id, epoch, availability));
  }

  synchronized @Nullable SyncStatus status(Kind kind) {
    var known = kinds[kind.ordinal()];
    return known == null ? null : known.status.status();
  }

  synchronized boolean isOnline() {
    return availability != null && availability.online();
  }

  /**
   * @param seenNanos when the site was last looked at, on this node's clock
   */
  private record KindRow(
      long generation, KindStatus status, @Nullable Long seenNanos, boolean atLeast) {}
}

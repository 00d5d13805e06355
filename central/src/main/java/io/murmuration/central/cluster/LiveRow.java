package io.murmuration.central.cluster;

import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.model.SyncStatus;
import io.murmuration.sync.status.Availability;
import io.murmuration.sync.status.KindStatus;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that is known live of one subcloud: one small object per kind that was ever told. Guarded by
 * itself.
 */
final class LiveRow {
  private static final String OFFLINE = "the subcloud is offline";

  private @Nullable UUID owner;
  private @Nullable SessionEpoch epoch;
  private @Nullable SiteRow site;
  private final Map<Kind, KindRow> kinds = new EnumMap<>(Kind.class);

  /**
   * Ignores what is older than what it holds.
   *
   * @param from the node that holds the session, or null if none does
   * @param asOf when, on this node's clock, {@code entry} was true at the earliest: now if it just
   *     arrived, the start of the query if it was read from the database
   */
  synchronized void take(@Nullable UUID from, LiveEntry entry, long asOf, long now) {
    int order = epoch == null ? 1 : entry.epoch().compareTo(epoch);
    if (order < 0) {
      return;
    }
    if (order > 0) {
      owner = from;
      epoch = entry.epoch();
    }
    switch (entry) {
      case LiveEntry.OfSite of -> {
        if (site == null || order > 0 || site.asOf - asOf <= 0) {
          site = new SiteRow(asOf, entry.epoch(), of.availability());
          if (!of.availability().online()) {
            kinds.replaceAll((_, known) -> known.asOf - asOf > 0 ? known : known.offline(asOf));
          }
        }
      }
      case LiveEntry.OfKind of -> take(of, order > 0, asOf, now);
    }
  }

  private void take(LiveEntry.OfKind entry, boolean newSession, long asOf, long now) {
    var known = kinds.get(entry.kind());
    if (known != null && !newSession) {
      boolean older = entry.generation() < known.generation;
      boolean overtaken = entry.generation() == known.generation && known.asOf - asOf > 0;
      if (older || overtaken) {
        return;
      }
    }
    var confirmed = entry.confirmed();
    var row =
        new KindRow(
            asOf,
            entry.epoch(),
            entry.generation(),
            entry.status(),
            confirmed == null ? null : now - confirmed.age().toNanos(),
            confirmed != null && confirmed.atLeast());
    kinds.put(entry.kind(), known == null || newSession ? row : row.seenNoEarlierThan(known));
  }

  /**
   * As {@link #take}, from the database. Nothing that was told before the query began and that the
   * database does not hold counts any more, however high its epoch.
   *
   * @param began before the query, on this node's clock
   * @return whether anything is said now that was not said before
   */
  synchronized boolean confirm(@Nullable UUID from, LiveEntry entry, long began, long now) {
    int order = epoch == null ? 1 : entry.epoch().compareTo(epoch);
    if (order < 0 && isUntouchedSince(began)) {
      owner = null;
      epoch = null;
      site = null;
      kinds.clear();
    } else if (order == 0) {
      owner = from;
      if (says(entry)) {
        return false;
      }
    }
    if (entry instanceof LiveEntry.OfKind of) {
      kinds.computeIfPresent(
          of.kind(),
          (_, known) ->
              known.generation > of.generation() && known.asOf - began <= 0 ? null : known);
    }
    take(from, entry, began, now);
    return true;
  }

  private boolean says(LiveEntry entry) {
    return switch (entry) {
      case LiveEntry.OfSite of ->
          site != null
              && site.epoch.equals(of.epoch())
              && site.availability.online() == of.availability().online()
              && site.availability.reason().equals(of.availability().reason());
      case LiveEntry.OfKind of -> {
        var known = kinds.get(of.kind());
        yield known != null
            && known.generation == of.generation()
            && known.epoch.equals(of.epoch())
            && known.says(of.status())
            && (known.seenNanos != null || of.confirmed() == null);
      }
    };
  }

  /** What an observation says is never older than what was known of the last one. */
  synchronized void observed(Kind kind, long seenNanos) {
    var known = kinds.get(kind);
    if (known == null || (known.seenNanos != null && known.seenNanos - seenNanos > 0)) {
      return;
    }
    kinds.put(
        kind,
        new KindRow(known.asOf, known.epoch, known.generation, known.status, seenNanos, false));
  }

  /** The node that holds the session. */
  synchronized @Nullable UUID owner() {
    return owner;
  }

  /** Whether nothing was told after {@code time}. */
  synchronized boolean isUntouchedSince(long time) {
    if (site != null && site.asOf - time > 0) {
      return false;
    }
    return kinds.values().stream().noneMatch(known -> known.asOf - time > 0);
  }

  synchronized Optional<LiveEntry.OfKind> kind(
      SubcloudId id, Kind kind, long now, boolean silentOwner) {
    var known = kinds.get(kind);
    if (known == null) {
      return Optional.empty();
    }
    var confirmation =
        known.seenNanos == null
            ? null
            : new LiveEntry.Confirmation(
                Duration.ofNanos(now - known.seenNanos), known.atLeast || silentOwner);
    return Optional.of(
        new LiveEntry.OfKind(id, known.epoch, known.generation, kind, known.status, confirmation));
  }

  synchronized Optional<LiveEntry.OfSite> site(SubcloudId id) {
    return site == null
        ? Optional.empty()
        : Optional.of(new LiveEntry.OfSite(id, site.epoch, site.availability));
  }

  /** In-sync with something older than what is wanted now is out-of-sync. */
  synchronized @Nullable SyncStatus status(Kind kind, Revision wanted) {
    var known = kinds.get(kind);
    if (known == null) {
      return null;
    }
    var status = known.status.status();
    return status == SyncStatus.IN_SYNC && wanted.isAfter(known.status.wanted())
        ? SyncStatus.OUT_OF_SYNC
        : status;
  }

  synchronized boolean isOnline() {
    return site != null && site.availability.online();
  }

  private record SiteRow(long asOf, SessionEpoch epoch, Availability availability) {}

  /**
   * @param epoch of the session that told it; an older one's word stays until there is a newer
   * @param seenNanos when the site was last looked at, on this node's clock
   */
  private record KindRow(
      long asOf,
      SessionEpoch epoch,
      long generation,
      KindStatus status,
      @Nullable Long seenNanos,
      boolean atLeast) {
    /** Whether an alarm is worth it is not written down. */
    boolean says(KindStatus other) {
      return status.status() == other.status()
          && status.wanted().equals(other.wanted())
          && status.held().equals(other.held())
          && status.reason().equals(other.reason());
    }

    /**
     * A status may be told without a look at the site, and the database is not written for each
     * look: neither makes unseen what was seen in the same session.
     */
    KindRow seenNoEarlierThan(KindRow known) {
      return known.seenNanos == null || (seenNanos != null && seenNanos - known.seenNanos >= 0)
          ? this
          : new KindRow(asOf, epoch, generation, status, known.seenNanos, known.atLeast);
    }

    /** Going offline is told once, as the site's; the database says it of every kind, as here. */
    KindRow offline(long since) {
      var unknown = new KindStatus(SyncStatus.UNKNOWN, status.wanted(), status.held(), OFFLINE);
      return new KindRow(since, epoch, generation, unknown, seenNanos, atLeast);
    }
  }
}

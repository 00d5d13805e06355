package io.murmuration.central.cluster;

import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.model.SyncStatus;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The latest committed status of every subcloud, with the age of its confirmation: fed by this
 * node's own commits, by the other nodes' batches and, after a gap, from PostgreSQL. Of two
 * statements about a subcloud the one of the higher session epoch wins, then the one of the higher
 * generation, then the later one. Thread-safe; readers never wait for writers of other subclouds.
 */
public final class LiveImage {
  /** An owner that was not heard for this long is not believed to be up to date. */
  static final Duration HEARD_WITHIN = Duration.ofSeconds(2);

  private final UUID self;
  private final LongSupplier nanoTime;
  private final Map<SubcloudId, LiveRow> rows = new ConcurrentHashMap<>();
  private final Map<UUID, Long> heardNanos = new ConcurrentHashMap<>();

  /**
   * @param self this node's incarnation
   * @param nanoTime monotonic
   */
  public LiveImage(UUID self, LongSupplier nanoTime) {
    this.self = self;
    this.nanoTime = nanoTime;
  }

  /** What {@code owner} committed, in its order. */
  public void apply(UUID owner, List<LiveEntry> committed) {
    long now = nanoTime.getAsLong();
    for (var entry : committed) {
      rows.computeIfAbsent(entry.id(), _ -> new LiveRow()).take(owner, entry, now);
    }
  }

  /** A heartbeat of a session of this node: the last observation is that old. No SQL, no batch. */
  public void observed(SubcloudId id, Kind kind, Duration age) {
    var row = rows.get(id);
    if (row != null) {
      row.observed(kind, nanoTime.getAsLong() - age.toNanos());
    }
  }

  /** The node is there and up to date. */
  public void heard(UUID owner) {
    heardNanos.put(owner, nanoTime.getAsLong());
  }

  /** After a deletion; its id never comes back. */
  public void forget(SubcloudId id) {
    rows.remove(id);
  }

  /** Empty for a subcloud that had no session yet, or is not any more. */
  public Optional<LiveEntry.OfKind> find(SubcloudId id, Kind kind) {
    var row = rows.get(id);
    return row == null
        ? Optional.empty()
        : row.kind(id, kind, nanoTime.getAsLong(), isSilent(row.owner()));
  }

  public Optional<LiveEntry.OfSite> site(SubcloudId id) {
    var row = rows.get(id);
    return row == null ? Optional.empty() : row.site(id);
  }

  /** Subclouds by status of one kind; those without a session are not counted. */
  public Map<SyncStatus, Integer> counts(Kind kind) {
    var counts = new EnumMap<SyncStatus, Integer>(SyncStatus.class);
    for (var status : SyncStatus.values()) {
      counts.put(status, 0);
    }
    for (var row : rows.values()) {
      var status = row.status(kind);
      if (status != null) {
        counts.merge(status, 1, Integer::sum);
      }
    }
    return counts;
  }

  /** Subclouds that answer. */
  public int online() {
    return (int) rows.values().stream().filter(LiveRow::isOnline).count();
  }

  private boolean isSilent(@Nullable UUID owner) {
    if (self.equals(owner)) {
      return false;
    }
    var heard = owner == null ? null : heardNanos.get(owner);
    return heard == null || nanoTime.getAsLong() - heard > HEARD_WITHIN.toNanos();
  }
}

package io.murmuration.central.cluster;

import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.model.SyncStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The latest committed status of every subcloud, with the age of its confirmation: fed by this
 * node's own commits, by the other nodes' batches and, after a gap, from PostgreSQL. Of two
 * statements about a subcloud the one of the higher session epoch wins, then the one of the higher
 * generation, then the later one. Thread-safe; readers never wait for writers of other subclouds.
 *
 * <p>A batch and a row read after a gap may cross: (1) v1 and v2 are committed, (2) the query reads
 * v2, (3) the batch with v1 arrives and wins, since it came after the query began. It wins only
 * until the batch with v2 arrives, which its sender sent next; if that one is lost, there is a gap
 * again.
 *
 * <p>What other nodes tell is believed until the database is read the next time and no longer: a
 * batch is sent after its commit, so what arrived before a query began is in its answer, or was
 * never true. {@code LiveCheck} reads everything in turn.
 */
public final class LiveImage {
  /** An owner that was not heard for this long is not believed to be up to date. */
  static final Duration HEARD_WITHIN = Duration.ofSeconds(2);

  /** Nodes that are remembered as heard; more are not a cluster but a mistake, or worse. */
  private static final int MOST_NODES = 256;

  private final UUID self;
  private final LongSupplier nanoTime;
  private final Map<SubcloudId, LiveRow> rows = new ConcurrentHashMap<>();
  private final Map<UUID, Long> heardNanos = new ConcurrentHashMap<>();
  private final List<Consumer<SubcloudId>> listeners = new CopyOnWriteArrayList<>();

  /**
   * @param self this node's incarnation
   * @param nanoTime monotonic
   */
  public LiveImage(UUID self, LongSupplier nanoTime) {
    this.self = self;
    this.nanoTime = nanoTime;
  }

  /**
   * Hears of every subcloud of which something was told, after the image holds it; ages are not
   * told. Called by whoever brings the news: it must only take a note.
   */
  public void listen(Consumer<SubcloudId> listener) {
    listeners.add(listener);
  }

  /** What {@code owner} committed, in its order. */
  public void apply(UUID owner, List<LiveEntry> committed) {
    long now = nanoTime.getAsLong();
    for (var entry : committed) {
      rows.computeIfAbsent(entry.id(), _ -> new LiveRow()).take(owner, entry, now, now);
      tell(entry.id());
    }
  }

  private void tell(SubcloudId id) {
    listeners.forEach(listener -> listener.accept(id));
  }

  /**
   * Everything that the database held. What was told after the query began stays; what the database
   * does not hold any more goes.
   *
   * @param beganNanos before the query began, on this image's clock
   */
  public void load(List<Loaded> read, long beganNanos) {
    load(_ -> true, read, beganNanos);
  }

  /**
   * As {@link #load(List, long)}, but only some subclouds were asked for.
   *
   * @param asked which; what is not in {@code read} of these goes
   */
  public void load(Predicate<SubcloudId> asked, List<Loaded> read, long beganNanos) {
    long now = nanoTime.getAsLong();
    var present = new HashSet<SubcloudId>();
    var news = new HashSet<SubcloudId>();
    for (var row : read) {
      var id = row.entry.id();
      present.add(id);
      if (rows.computeIfAbsent(id, _ -> new LiveRow())
          .confirm(row.owner, row.entry, beganNanos, now)) {
        news.add(id);
      }
    }
    rows.entrySet()
        .removeIf(row ->
            asked.test(row.getKey())
                && !present.contains(row.getKey())
                && row.getValue().isUntouchedSince(beganNanos));
    news.forEach(this::tell);
  }

  /** Whether the database, or a session of this node, has named it before. */
  public boolean knows(SubcloudId id) {
    return rows.containsKey(id);
  }

  /**
   * A heartbeat: the last observation is that old. No SQL, no batch.
   *
   * @param age not negative
   */
  public void observed(SubcloudId id, Kind kind, Duration age) {
    var row = rows.get(id);
    if (row != null) {
      row.observed(kind, nanoTime.getAsLong() - age.toNanos());
    }
  }

  /** As above, told by a node: it counts only if that node holds the session. */
  public void observed(UUID owner, SubcloudId id, Kind kind, Duration age) {
    var row = rows.get(id);
    if (row != null && owner.equals(row.owner())) {
      observed(id, kind, age);
    }
  }

  /** The node is there and its batches arrive. */
  public void heard(UUID owner) {
    if (heardNanos.size() >= MOST_NODES) {
      heardNanos.keySet().removeIf(this::isSilent);
    }
    if (heardNanos.size() < MOST_NODES || heardNanos.containsKey(owner)) {
      heardNanos.put(owner, nanoTime.getAsLong());
    }
  }

  /** Whether the node was heard within 2 s; this node always is. */
  public boolean hears(UUID node) {
    return !isSilent(node);
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

  /**
   * Subclouds by status of one kind; those without a session are not counted.
   *
   * @param wanted what each subcloud shall have by now: a status that speaks of less is old
   */
  public Map<SyncStatus, Integer> counts(Kind kind, Function<SubcloudId, Revision> wanted) {
    var counts = new EnumMap<SyncStatus, Integer>(SyncStatus.class);
    for (var status : SyncStatus.values()) {
      counts.put(status, 0);
    }
    rows.forEach((id, row) -> {
      var status = row.status(kind, wanted.apply(id));
      if (status != null) {
        counts.merge(status, 1, Integer::sum);
      }
    });
    return counts;
  }

  /** Subclouds that answer. */
  public int online() {
    return (int) rows.values().stream().filter(LiveRow::isOnline).count();
  }

  /** How old the observations are that this node's own sessions told of. */
  public List<Age> ownAges() {
    var ages = new ArrayList<Age>();
    long now = nanoTime.getAsLong();
    rows.forEach((id, row) -> {
      if (self.equals(row.owner())) {
        for (var kind : Kind.values()) {
          row.kind(id, kind, now, false)
              .map(LiveEntry.OfKind::confirmed)
              .filter(confirmed -> !confirmed.atLeast())
              .ifPresent(confirmed -> ages.add(new Age(id, kind, confirmed.age())));
        }
      }
    });
    return ages;
  }

  private boolean isSilent(@Nullable UUID owner) {
    if (self.equals(owner)) {
      return false;
    }
    var heard = owner == null ? null : heardNanos.get(owner);
    return heard == null || nanoTime.getAsLong() - heard > HEARD_WITHIN.toNanos();
  }

  /** An entry and the node that holds its session, or null if none does. */
  public record Loaded(@Nullable UUID owner, LiveEntry entry) {}

  /** An observation is that old. */
  public record Age(SubcloudId id, Kind kind, Duration age) {}
}

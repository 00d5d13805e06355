package io.murmuration.sync.sim;

import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.model.SyncStatus;
import io.murmuration.sync.port.StatusSink;
import io.murmuration.sync.sim.live.Entry;
import io.murmuration.sync.sim.store.SimStore;
import io.murmuration.sync.sim.world.World;
import io.murmuration.sync.status.Availability;
import io.murmuration.sync.status.KindStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Coalesces by (subcloud, kind); one transaction per batch; a failed batch is written again. */
final class SimStatusWriter implements StatusSink {
  private static final long LINGER = 40 * World.MILLI;
  private static final int BATCH = 500;

  private final SimHub hub;
  private final Sim sim;
  private final int life;
  private final SimOvertaken overtaken;
  private final Map<Long, SayAvailability> availabilities = new LinkedHashMap<>();
  private final Map<Key, SayKind> kinds = new LinkedHashMap<>();
  private boolean busy;
  private boolean lingering;

  private record Key(long id, Kind kind) {}

  private record SayAvailability(long id, SessionEpoch epoch, boolean online) {}

  /**
   * @param seenNanos when the site was last observed, on the node's clock
   */
  private record SayKind(
      Key key, SessionEpoch epoch, long generation, KindStatus status, long seenNanos) {}

  /** What won. */
  private static final class Committed {
    final List<SayAvailability> sites = new ArrayList<>();
    final List<SayKind> kinds = new ArrayList<>();
  }

  SimStatusWriter(Sim sim, SimHub hub) {
    this.sim = sim;
    this.hub = hub;
    this.life = hub.life();
    this.overtaken = new SimOvertaken(sim, hub);
  }

  int pending() {
    return availabilities.size() + kinds.size() + (busy ? 1 : 0);
  }

  @Override
  public void kind(
      SubcloudId id,
      SessionEpoch epoch,
      long generation,
      Kind kind,
      KindStatus status,
      Duration age) {
    var key = new Key(id.value(), kind);
    long seen = hub.nowNanos() - age.toNanos();
    kinds.put(key, new SayKind(key, epoch, generation, status, seen));
    linger();
  }

  @Override
  public void availability(SubcloudId id, SessionEpoch epoch, Availability availability) {
    availabilities.put(id.value(), new SayAvailability(id.value(), epoch, availability.online()));
    if (!availability.online()) {
      Setup.KINDS.forEach(kind -> kinds.remove(new Key(id.value(), kind)));
    }
    linger();
  }

  private void linger() {
    if (!busy && !lingering && pending() > 0) {
      lingering = true;
      sim.world.after(LINGER, () -> hub.in(life, this::flush));
    }
  }

  private static <K, V> List<V> take(Map<K, V> from) {
    var taken = new ArrayList<V>();
    var rest = from.values().iterator();
    while (rest.hasNext() && taken.size() < BATCH) {
      taken.add(rest.next());
      rest.remove();
    }
    return taken;
  }

  private void flush() {
    lingering = false;
    busy = true;
    var says = take(availabilities);
    var rows = availabilities.isEmpty() ? take(kinds) : new ArrayList<SayKind>();
    Set<Long> ids = new LinkedHashSet<>();
    says.forEach(say -> ids.add(say.id()));
    rows.forEach(say -> ids.add(say.key().id()));
    var locks = ids.stream().mapToLong(Long::longValue).toArray();
    var snapshot = new HashMap<Long, SessionEpoch>();
    var lost = new LinkedHashSet<Long>();
    var committed = new Committed();
    sim.store.transact(
        new SimStore.Tx(
            life,
            locks,
            () -> {
              for (long id : locks) {
                var row = sim.store.subclouds.get(id);
                if (row != null && row.epoch != null) {
                  snapshot.put(id, row.epoch);
                }
              }
            },
            () ->
                () -> {
                  writeKinds(rows, snapshot, lost, committed);
                  writeAvailabilities(says, lost, committed);
                },
            end -> hub.in(life, () -> ended(end, says, rows, lost, committed))));
  }

  private void writeAvailabilities(
      List<SayAvailability> says, Set<Long> lost, Committed committed) {
    for (var say : says) {
      var row = sim.store.subclouds.get(say.id());
      if (row == null) {
        continue;
      }
      if (row.isHeldBy(say.epoch())) {
        row.online = say.online();
        if (!say.online()) {
          row.statuses.replaceAll(
              (_, old) -> new KindStatus(SyncStatus.UNKNOWN, old.wanted(), old.held(), "offline"));
        }
        committed.sites.add(say);
      } else {
        lost.add(say.id());
      }
    }
  }

  private void writeKinds(
      List<SayKind> rows, Map<Long, SessionEpoch> snapshot, Set<Long> lost, Committed committed) {
    for (var say : rows) {
      var key = say.key();
      var row = sim.store.subclouds.get(key.id());
      if (row == null) {
        continue;
      }
      if (sim.store.mayWrite(say.epoch(), say.generation(), row, snapshot.get(key.id()))) {
        sim.invariants.statusWritten(row, key.kind(), life, say.epoch(), say.status());
        row.statuses.put(key.kind(), say.status());
        committed.kinds.add(say);
      } else {
        lost.add(key.id());
      }
    }
  }

  /** As old as they are now. */
  private List<Entry> entries(Committed committed) {
    var entries = new ArrayList<Entry>();
    for (var say : committed.kinds) {
      long age = hub.nowNanos() - say.seenNanos();
      var key = say.key();
      entries.add(
          new Entry.OfKind(key.id(), say.epoch(), say.generation(), key.kind(), say.status(), age));
    }
    for (var say : committed.sites) {
      entries.add(new Entry.OfSite(say.id(), say.epoch(), say.online()));
    }
    return entries;
  }

  private void ended(
      SimStore.End end,
      List<SayAvailability> says,
      List<SayKind> rows,
      Set<Long> lost,
      Committed committed) {
    busy = false;
    if (end != SimStore.End.COMMITTED) {
      for (var say : rows) { // what was said meanwhile is newer
        var newer = availabilities.get(say.key().id());
        if (newer == null || newer.online()) {
          kinds.putIfAbsent(say.key(), say);
        }
      }
      says.forEach(say -> availabilities.putIfAbsent(say.id(), say));
      lingering = true;
      sim.world.after(World.SECOND, () -> hub.in(life, this::flush));
      return;
    }
    hub.live().publish(entries(committed));
    overtaken.lost(lost);
    linger();
  }
}

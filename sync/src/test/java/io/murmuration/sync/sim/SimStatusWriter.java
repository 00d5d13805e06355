package io.murmuration.sync.sim;

import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.model.SyncStatus;
import io.murmuration.sync.port.StatusSink;
import io.murmuration.sync.sim.store.SimStore;
import io.murmuration.sync.sim.world.World;
import io.murmuration.sync.status.Availability;
import io.murmuration.sync.status.KindStatus;
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
  private final Map<Long, SayAvailability> availabilities = new LinkedHashMap<>();
  private final Map<Key, SayKind> kinds = new LinkedHashMap<>();
  private boolean busy;
  private boolean lingering;

  private record Key(long id, Kind kind) {}

  private record SayAvailability(long id, long epoch, boolean online) {}

  private record SayKind(Key key, long epoch, long generation, KindStatus status) {}

  SimStatusWriter(Sim sim, SimHub hub) {
    this.sim = sim;
    this.hub = hub;
    this.life = hub.life();
  }

  int pending() {
    return availabilities.size() + kinds.size() + (busy ? 1 : 0);
  }

  @Override
  public void kind(
      SubcloudId id, SessionEpoch epoch, long generation, Kind kind, KindStatus status) {
    var key = new Key(id.value(), kind);
    kinds.put(key, new SayKind(key, epoch.number(), generation, status));
    linger();
  }

  @Override
  public void availability(SubcloudId id, SessionEpoch epoch, Availability availability) {
    availabilities.put(
        id.value(), new SayAvailability(id.value(), epoch.number(), availability.online()));
    if (!availability.online()) {
      Setup.KINDS.forEach(kind -> kinds.remove(new Key(id.value(), kind)));
    }
    linger();
  }

  private void linger() {
    if (!busy && !lingering && pending() > 0) {
      lingering = true;
      sim.world.after(LINGER, () -> ifAlive(this::flush));
    }
  }

  private void ifAlive(Runnable run) {
    if (hub.isAlive(life)) {
      run.run();
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
    var snapshot = new HashMap<Long, Long>();
    var lost = new ArrayList<SayKind>();
    sim.store.transact(
        new SimStore.Tx(
            life,
            locks,
            () -> {
              for (long id : locks) {
                var row = sim.store.subclouds.get(id);
                snapshot.put(id, row == null ? 0 : row.epoch);
              }
            },
            () -> {
              lost.clear();
              return () -> write(says, rows, snapshot, lost);
            },
            end -> ifAlive(() -> ended(end, says, rows, lost))));
  }

  private void write(
      List<SayAvailability> says,
      List<SayKind> rows,
      Map<Long, Long> snapshot,
      List<SayKind> lost) {
    for (var say : says) {
      var row = sim.store.subclouds.get(say.id());
      if (row != null && row.epoch == say.epoch()) {
        row.online = say.online();
        if (!say.online()) {
          row.statuses.replaceAll(
              (_, old) -> new KindStatus(SyncStatus.UNKNOWN, old.wanted(), old.held(), "offline"));
        }
      }
    }
    for (var say : rows) {
      var row = sim.store.subclouds.get(say.key().id());
      if (row == null) {
        continue;
      }
      long seen = snapshot.getOrDefault(say.key().id(), 0L);
      if (sim.store.mayWrite(say.epoch(), say.generation(), row, seen)) {
        sim.invariants.statusWritten(row, say.key().kind(), say.epoch(), say.status());
        row.statuses.put(say.key().kind(), say.status());
      } else {
        lost.add(say);
      }
    }
  }

  private void ended(
      SimStore.End end, List<SayAvailability> says, List<SayKind> rows, List<SayKind> lost) {
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
      sim.world.after(World.SECOND, () -> ifAlive(this::flush));
      return;
    }
    lost.forEach(say -> hub.statusLost(say.key().id()));
    linger();
  }
}

package io.murmuration.sync.sim;

import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.sim.world.World;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why a status write was refused. A newer session has the row: the older one ends. An
 * operator decided what this node has not read yet: it is read, and the session says again what it
 * knows.
 */
final class SimOvertaken {
  private static final long LINGER = 100 * World.MILLI;

  private final Sim sim;
  private final SimHub hub;
  private final int life;
  private final TreeSet<Long> lost = new TreeSet<>();
  private boolean waiting;

  private record Newest(Map<Long, SessionEpoch> epochs) {}

  SimOvertaken(Sim sim, SimHub hub) {
    this.sim = sim;
    this.hub = hub;
    this.life = hub.life();
  }

  void lost(Collection<Long> ids) {
    lost.addAll(ids);
    if (!waiting && !lost.isEmpty()) {
      waiting = true;
      sim.world.after(LINGER, () -> hub.in(life, this::look));
    }
  }

  private void look() {
    var ids = List.copyOf(lost);
    lost.clear();
    waiting = false;
    sim.store.read(life, () -> newest(ids), found -> hub.in(life, () -> looked(ids, found)));
  }

  private Newest newest(List<Long> ids) {
    var epochs = new LinkedHashMap<Long, SessionEpoch>();
    for (long id : ids) {
      var row = sim.store.subclouds.get(id);
      if (row != null && row.epoch != null) {
        epochs.put(id, row.epoch);
      }
    }
    return new Newest(epochs);
  }

  private void looked(List<Long> ids, @Nullable Newest newest) {
    if (newest == null) {
      lost(ids);
      return;
    }
    newest.epochs().forEach(hub::supersede);
    hub.reader().readIndex(_ -> ids.forEach(hub::reportAgain));
  }
}

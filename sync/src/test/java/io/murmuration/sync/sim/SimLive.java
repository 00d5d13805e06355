package io.murmuration.sync.sim;

import io.murmuration.sync.sim.SimHub.Look;
import io.murmuration.sync.sim.live.Entry;
import io.murmuration.sync.sim.live.Image;
import io.murmuration.sync.sim.store.SubcloudRow;
import io.murmuration.sync.sim.world.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The live state as one node knows it: its own commits, the other nodes' numbered batches, and the
 * database after a gap. Between nodes a batch may come late, twice or not at all.
 */
final class SimLive {
  private static final long BEAT = World.SECOND;
  private static final long BEFORE_RELOAD = 500 * World.MILLI;

  private final Sim sim;
  private final SimHub hub;
  private final int life;
  private final Image image;

  /** By sender: the last batch that is known to exist. */
  private final Map<Integer, Long> peers = new HashMap<>();

  private long sent;
  private boolean reloading;

  /** What the database says of all subclouds. */
  private record Loaded(List<Entry> entries) {}

  SimLive(Sim sim, SimHub hub) {
    this.sim = sim;
    this.hub = hub;
    this.life = hub.life();
    this.image = sim.variant.image();
  }

  Image image() {
    return image;
  }

  void start() {
    reload();
    beat();
  }

  /** What was committed here, or read by a duty that committed it. */
  void publish(List<Entry> committed) {
    if (committed.isEmpty()) {
      return;
    }
    take(committed);
    long number = ++sent;
    for (var peer : sim.hubs()) {
      if (peer != hub) {
        sim.links.carry(hub, peer, () -> peer.live().received(life, number, committed));
      }
    }
  }

  private void beat() {
    long last = sent;
    for (var peer : sim.hubs()) {
      if (peer != hub) {
        sim.links.carry(hub, peer, () -> peer.live().beaten(life, last));
      }
    }
    sim.world.after(BEAT, () -> hub.in(life, this::beat));
  }

  private void received(int sender, long number, List<Entry> entries) {
    Long known = peers.get(sender);
    if (known != null && number <= known && sim.variant.dropsOldBatches()) {
      return;
    }
    if (known == null || known < number - 1) {
      reload();
    }
    peers.merge(sender, number, Math::max);
    take(entries);
  }

  private void beaten(int sender, long last) {
    Long known = peers.get(sender);
    if (known == null || known < last) {
      reload();
    }
    peers.merge(sender, last, Math::max);
  }

  private void take(List<Entry> entries) {
    long now = hub.nowNanos();
    for (var entry : entries) {
      var before = image.epoch(entry.id());
      image.take(entry, now, now);
      sim.invariants.imageTook(hub, entry.id(), before, image.epoch(entry.id()));
    }
  }

  /** A heartbeat of this node's own session: the last look at the site is that old. */
  void observed(long id, Look look) {
    image.observed(id, look.kind(), hub.nowNanos() - look.age().toNanos());
  }

  void forget(long id) {
    image.forget(id);
  }

  private void reload() {
    if (!reloading) {
      reloading = true;
      sim.world.after(BEFORE_RELOAD, () -> hub.in(life, this::read));
    }
  }

  private void read() {
    reloading = false;
    long began = hub.nowNanos();
    sim.store.read(
        life,
        () -> {
          var all = new ArrayList<Entry>();
          sim.store.subclouds.values().forEach(row -> entries(row, all));
          return new Loaded(all);
        },
        loaded -> hub.in(life, () -> loaded(loaded, began)));
  }

  private void loaded(@Nullable Loaded loaded, long began) {
    if (loaded == null) {
      reload();
      return;
    }
    image.load(loaded.entries(), began, hub.nowNanos());
  }

  private static void entries(SubcloudRow row, List<Entry> to) {
    var epoch = row.epoch;
    if (epoch != null) {
      to.add(new Entry.OfSite(row.id, epoch, row.online));
      for (var kind : Setup.KINDS) {
        to.add(new Entry.OfKind(row.id, epoch, row.view.generation(), kind, row.status(kind), -1));
      }
    }
  }
}

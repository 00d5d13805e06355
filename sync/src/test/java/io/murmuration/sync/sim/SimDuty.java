package io.murmuration.sync.sim;

import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SyncStatus;
import io.murmuration.sync.sim.live.Entry;
import io.murmuration.sync.sim.store.SimStore;
import io.murmuration.sync.sim.store.SubcloudRow;
import io.murmuration.sync.sim.world.World;
import io.murmuration.sync.status.KindStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A node's sign of life, and the duty of one node: the sessions of dead nodes are claimed, one node
 * lease and one silence after the node was first seen dead, counted anew after any failed query.
 */
final class SimDuty {
  static final long NODE_TERM = 15 * World.SECOND;
  private static final long DUTY_TERM = 30 * World.SECOND;
  private static final long PAUSE = 5 * World.SECOND;
  private static final long SILENCE = 30 * World.SECOND;

  private final Sim sim;
  private final SimHub hub;
  private final int life;
  private final Map<Integer, Dead> dead = new TreeMap<>();
  private long epoch;
  private long sentAt;
  private long watchedUnder;

  /** First seen dead then, with these sessions. */
  private record Dead(long since, Map<Long, SessionEpoch> orphans) {}

  private record Seen(Map<Integer, Map<Long, SessionEpoch>> expired) {}

  SimDuty(Sim sim, SimHub hub) {
    this.sim = sim;
    this.hub = hub;
    this.life = hub.life();
  }

  void start() {
    renew();
  }

  private static long nodeRow(int incarnation) {
    return -2L - incarnation;
  }

  private boolean holds() {
    return epoch > 0 && hub.nowNanos() - sentAt < DUTY_TERM / 2;
  }

  private void renew() {
    long sent = hub.nowNanos();
    var taken = new long[1];
    sim.store.transact(
        new SimStore.Tx(
            life,
            new long[] {SimStore.LEASE_ROW, nodeRow(life)},
            () -> {},
            () ->
                () -> {
                  long now = sim.world.now();
                  sim.store.leases.nodes.put(life, now + NODE_TERM);
                  taken[0] = sim.store.leases.take(life, now, DUTY_TERM);
                },
            end -> hub.in(life, () -> renewed(end, sent, taken[0]))));
    sim.world.after(PAUSE, () -> hub.in(life, this::renew));
  }

  private void renewed(SimStore.End end, long sent, long taken) {
    if (end == SimStore.End.COMMITTED) {
      epoch = taken;
      sentAt = sent;
    }
    if (!holds() || epoch != watchedUnder) {
      dead.clear();
    }
    if (holds()) {
      watchedUnder = epoch;
      look();
    }
  }

  private void look() {
    sim.store.read(life, this::query, seen -> hub.in(life, () -> looked(seen)));
  }

  private Seen query() {
    long now = sim.world.now();
    var expired = new TreeMap<Integer, Map<Long, SessionEpoch>>();
    for (var node : sim.store.leases.nodes.keySet()) {
      if (sim.store.leases.isDead(node, now)) {
        expired.put(node, new TreeMap<>());
      }
    }
    for (var row : sim.store.subclouds.values()) {
      var orphans = expired.get(row.holder);
      if (orphans != null && row.epoch != null) {
        orphans.put(row.id, row.epoch);
      }
    }
    return new Seen(expired);
  }

  private void looked(@Nullable Seen seen) {
    if (seen == null || !holds()) {
      dead.clear();
      return;
    }
    long now = hub.nowNanos();
    dead.keySet().retainAll(seen.expired().keySet());
    seen.expired().forEach((node, orphans) -> dead.putIfAbsent(node, new Dead(now, orphans)));
    for (int node : List.copyOf(dead.keySet())) {
      var of = Objects.requireNonNull(dead.get(node));
      if (now - of.since() >= NODE_TERM + SILENCE) {
        dead.remove(node);
        if (!of.orphans().isEmpty()) {
          long under = epoch;
          sim.faults.aboutToClaim(hub);
          sim.world.after(World.MILLI, () -> hub.in(life, () -> claim(node, of.orphans(), under)));
        }
      }
    }
  }

  private void claim(int node, Map<Long, SessionEpoch> orphans, long under) {
    var locks = new long[orphans.size() + 2];
    int i = 0;
    for (long id : orphans.keySet()) {
      locks[i++] = id;
    }
    locks[i++] = SimStore.LEASE_ROW;
    locks[i] = nodeRow(node);
    var claimed = new ArrayList<Entry>();
    sim.store.transact(
        new SimStore.Tx(
            life,
            locks,
            () -> {},
            () -> () -> write(node, orphans, under, claimed),
            end -> hub.in(life, () -> claimed(end, claimed))));
  }

  /** The lease, the node's death and each session's epoch are tested on the rows locked. */
  private void write(int node, Map<Long, SessionEpoch> orphans, long under, List<Entry> claimed) {
    long now = sim.world.now();
    var leases = sim.store.leases;
    boolean isFenced = leases.isHeld(life, under, now) && leases.isDead(node, now);
    if (!isFenced && sim.variant.fencesDuties()) {
      return;
    }
    orphans.forEach((id, seen) -> {
      var row = sim.store.subclouds.get(id);
      if (row != null && (row.isHeldBy(seen) || !sim.variant.fencesDuties())) {
        sim.invariants.orphanClaimed(row, node, leases.isHeld(life, under, now));
        take(row, claimed);
      }
    });
  }

  private void take(SubcloudRow row, List<Entry> claimed) {
    var epoch = row.nextEpoch(sim.store.lineage().hubEpoch());
    row.epoch = epoch;
    row.holder = 0;
    row.online = false;
    row.statuses.replaceAll(
        (_, old) -> new KindStatus(SyncStatus.UNKNOWN, old.wanted(), old.held(), "offline"));
    claimed.add(new Entry.OfSite(row.id, epoch, false));
    row.statuses.forEach((kind, status) ->
        claimed.add(new Entry.OfKind(row.id, epoch, row.view.generation(), kind, status, -1)));
  }

  private void claimed(SimStore.End end, List<Entry> claimed) {
    if (end == SimStore.End.COMMITTED) {
      hub.live().publish(List.copyOf(claimed));
    }
  }
}

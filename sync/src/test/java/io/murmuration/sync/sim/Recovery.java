package io.murmuration.sync.sim;

import io.murmuration.sync.model.Era;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Lineage;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.resource.ItemVersion;
import io.murmuration.sync.resource.Presence;
import io.murmuration.sync.resource.Scope;
import io.murmuration.sync.sim.store.Backup;
import io.murmuration.sync.sim.store.Change;
import io.murmuration.sync.sim.store.SimStore;
import io.murmuration.sync.sim.world.Chance;
import io.murmuration.sync.sim.world.World;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The database is lost and an older dump restored, under running nodes or while they are stopped.
 * Some time later the operator begins a new hub epoch, and puts right what the dump did not know.
 */
final class Recovery {
  private final Sim sim;
  private final Chance chance;
  private boolean recovered;

  Recovery(Sim sim, Chance chance) {
    this.sim = sim;
    this.chance = chance;
  }

  void start() {
    if (!sim.clusterMix.restore()) {
      return;
    }
    long half = sim.setup.faults().toNanos() / 2;
    long dumped = half / 4 + chance.millis(0, (int) (half / 4 / World.MILLI));
    sim.world.after(
        dumped,
        () -> {
          var dump = sim.store.backup();
          sim.world.after(chance.seconds(15, 40), () -> restore(dump));
        });
  }

  private void restore(Backup dump) {
    boolean stopped = chance.oneIn(2) || !sim.variant.remembers();
    if (stopped) {
      sim.hubs().forEach(SimHub::kill);
    }
    var lost = sim.store.lineage();
    long highest = sim.store.seq();
    sim.store.restore(dump);
    sim.load.lostAfter(dump.seq());
    sim.invariants.restored(lost, new Revision(dump.seq()), highest);
    if (stopped) {
      sim.hubs().forEach(hub -> sim.world.after(chance.seconds(2, 10), hub::start));
    }
    sim.world.after(chance.seconds(10, 40), this::recover);
  }

  /** The next hub epoch begins after what the dump holds: all beyond it was lost. */
  private void recover() {
    sim.store.transact(
        new SimStore.Tx(
            0,
            new long[] {SimStore.HUB_ROW},
            () -> {},
            () ->
                () -> {
                  if (!recovered) {
                    recovered = true;
                    long epoch = sim.store.lineage().hubEpoch() + 1;
                    sim.store.eras.add(
                        new Era(
                            new Lineage(epoch, "recovered-" + epoch),
                            new Revision(sim.store.seq() + 1)));
                    sim.world.trace("recovered", 0, epoch, sim.store.seq());
                  }
                },
            end -> {
              if (end != SimStore.End.COMMITTED) {
                sim.world.after(World.SECOND, this::recover);
              } else {
                sim.load.everyAlways(5, this::putRight);
              }
            }));
  }

  private void putRight() {
    for (var row : List.copyOf(sim.store.subclouds.values())) {
      var agent = sim.agent(row.id);
      if (agent == null) {
        delete(row.id);
      } else if (!row.journal.equals(agent.journal())) {
        agent.enrol();
      }
    }
    for (var agent : List.copyOf(sim.agents())) {
      if (!sim.store.subclouds.contains(agent.id)) {
        sim.forget(agent.id);
        sim.load.createAgain(agent.site);
      } else {
        resolve(agent);
      }
    }
  }

  /** It was deleted after the dump. */
  private void delete(long id) {
    sim.load.change(
        new long[] {id},
        revision ->
            sim.store.subclouds.contains(id)
                ? () -> {
                  sim.store.subclouds.remove(id);
                  sim.store.record(revision, new Change.Deleted(id));
                }
                : null);
  }

  private void resolve(SimAgent agent) {
    var stream = agent.stream();
    var lane = stream == null ? null : stream.hub.lane();
    if (stream == null || lane == null || stream.hello == null) {
      return;
    }
    if (agent.appliers().stream()
        .anyMatch(applier -> sim.invariants.holdsUntoldOfLostTime(stream, applier))) {
      stream.hub.in(stream.hubLife, () -> stream.hub.goAway(stream)); // it is to tell anew
      return;
    }
    var id = new SubcloudId(agent.id);
    var inputs = lane.inputs(id);
    for (var kind : Setup.KINDS) {
      var state = lane.state(id, kind);
      if (state != null && inputs != null && state.isHeldByConflict(inputs)) {
        if (agent.id % 2 == 0) {
          adopt(agent, kind);
        }
        var against = new Change.Foreign(kind, stream.hello.lineage(kind), stream.hello.held(kind));
        force(agent.id, against);
      }
    }
  }

  /** What the site has is wanted from now on. */
  private void adopt(SimAgent agent, Kind kind) {
    sim.load.change(
        new long[0],
        revision -> {
          var values = agent.site.of(kind);
          var versions = new ArrayList<ItemVersion>();
          for (var key : Load.keys()) {
            versions.add(version(key, revision, values.get(key)));
          }
          return () ->
              sim.store.record(
                  revision, new Change.Desired(new Scope.Subcloud(agent.id), kind, versions));
        });
  }

  private static ItemVersion version(ItemKey key, long revision, @Nullable Payload value) {
    return new ItemVersion(
        key,
        new Revision(revision),
        value == null ? Presence.ABSENT : Presence.PRESENT,
        value == null ? Payload.of("") : value);
  }

  /** What the hub wants is sent, although the site holds that. */
  private void force(long id, Change.Foreign against) {
    sim.load.change(
        new long[] {id},
        revision -> {
          var row = sim.store.subclouds.get(id);
          if (row == null) {
            return null;
          }
          var forced = new ArrayList<>(row.view.forced());
          forced.removeIf(known -> known.kind() == against.kind());
          forced.add(against);
          var view = row.view.forced(List.copyOf(forced));
          return () -> {
            row.view = view;
            row.resetStatuses();
            sim.store.record(revision, new Change.Subcloud(id, view, false));
          };
        });
  }
}

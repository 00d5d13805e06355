package io.murmuration.sync.sim;

import io.murmuration.sync.sim.world.Chance;
import java.util.HashMap;
import java.util.Map;

/** What nodes tell each other: late, twice or not at all, as the mix says. */
final class SimLinks {
  private final Sim sim;
  private final Chance chance;

  /** From one node to another, in this direction: nothing passes until then. */
  private final Map<Long, Long> cutUntil = new HashMap<>();

  SimLinks(Sim sim, Chance chance) {
    this.sim = sim;
    this.chance = chance;
  }

  void cut(SimHub from, SimHub to, long until) {
    cutUntil.put(direction(from, to), until);
  }

  void heal() {
    cutUntil.clear();
  }

  private static long direction(SimHub from, SimHub to) {
    return 1000L * from.node + to.node;
  }

  void carry(SimHub from, SimHub to, Runnable message) {
    if (sim.world.now() < cutUntil.getOrDefault(direction(from, to), 0L)) {
      return;
    }
    var mix = sim.clusterMix;
    if (sim.faultsOn && chance.percent(mix.lostBatchPercent())) {
      return;
    }
    deliver(to, message);
    if (sim.faultsOn && chance.percent(mix.doubledBatchPercent())) {
      deliver(to, message);
    }
  }

  private void deliver(SimHub to, Runnable message) {
    boolean late = sim.faultsOn && chance.percent(sim.clusterMix.lateBatchPercent());
    long way = late ? chance.seconds(1, 8) : chance.millis(1, 20);
    long sent = sim.world.now();
    sim.world.after(
        way,
        () -> {
          if (to.isUp()) {
            to.in(
                to.life(),
                () -> {
                  to.wasUnderWay(sim.world.now() - sent);
                  message.run();
                });
          }
        });
  }
}

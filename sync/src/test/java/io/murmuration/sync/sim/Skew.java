package io.murmuration.sync.sim;

import io.murmuration.sync.sim.world.Chance;
import io.murmuration.sync.sim.world.World;

/** Nodes' clocks: none begins where another does, and none runs as fast. */
record Skew(Chance chance, boolean on) {
  long offset() {
    return on ? chance.seconds(0, 100_000) - 50_000 * World.SECOND : 0;
  }

  double rate() {
    return on ? 0.995 + chance.random().nextDouble() / 100 : 1;
  }
}

package io.murmuration.sync.sim;

import java.time.Duration;

/** Runs one world from its seed; a failure names the seed and shows the last events of its item. */
final class Simulation {
  private static final long CHECK = 10 * World.SECOND;

  private Simulation() {}

  /**
   * @param settledAfter virtual time from the last fault until everything was settled
   */
  record Result(long hash, long events, long changes, Duration settledAfter) {}

  /**
   * @throws Violation with one line about what does not hold, and the item's last events
   */
  static Result run(Setup setup) {
    try {
      return run(setup, 0);
    } catch (Violation first) {
      throw explained(setup, first);
    }
  }

  /** The same world once more, with an eye on the item. */
  private static Violation explained(Setup setup, Violation first) {
    var sim = new Sim(setup, Math.max(1, first.item()));
    try {
      drive(sim);
      return first;
    } catch (Violation again) {
      var line =
          "seed="
              + setup.seed()
              + " n="
              + setup.n()
              + " virtual="
              + Duration.ofNanos(sim.world.now())
              + ": "
              + again.getMessage();
      return new Violation(
          line + "\n  " + String.join("\n  ", sim.world.lastEvents()) + "\n  " + line, again);
    }
  }

  private static Result run(Setup setup, long watched) {
    return drive(new Sim(setup, watched));
  }

  private static Result drive(Sim sim) {
    sim.load.createFleet();
    sim.hub.start();
    sim.load.start();
    sim.faults.start();
    long end = sim.setup.faults().toNanos();
    while (sim.world.now() < end) {
      sim.world.runUntil(Math.min(end, sim.world.now() + CHECK));
      sim.audit.run();
    }
    sim.faults.stop();
    if (!sim.hub.isUp()) {
      sim.world.runUntil(sim.world.now() + 30 * World.SECOND); // it is being started
    }
    long limit = end + sim.setup.calm().toNanos();
    var missing = sim.audit.unsettled();
    while (missing != null) {
      if (sim.world.now() >= limit) {
        throw new Violation(missing.item(), "not settled in time; " + missing.getMessage());
      }
      sim.world.runUntil(sim.world.now() + CHECK);
      sim.audit.run();
      missing = sim.audit.unsettled();
    }
    for (var revision : sim.load.accepted()) {
      if (!sim.store.changes.containsKey(revision)) {
        throw new Violation(0, "the accepted change " + revision + " is lost");
      }
    }
    return new Result(
        sim.world.hash(),
        sim.world.events(),
        sim.load.accepted().size(),
        Duration.ofNanos(sim.world.now() - end));
  }
}

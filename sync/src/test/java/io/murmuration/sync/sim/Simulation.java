package io.murmuration.sync.sim;

import io.murmuration.sync.sim.world.World;
import java.time.Duration;

/** Runs one world from its seed; a failure names the seed and shows the last events of its item. */
public final class Simulation {
  private static final long CHECK = 10 * World.SECOND;
  private static final long REPORT = 3600 * World.SECOND;

  private final Sim sim;
  private final Progress progress;

  private Simulation(Setup setup, long watched, Progress progress) {
    this.sim = new Sim(setup, watched);
    this.progress = progress;
  }

  /**
   * @param settledAfter virtual time from the last fault until everything was settled
   */
  public record Result(long hash, long events, long changes, Duration settledAfter) {
    static final Result NONE = new Result(0, 0, 0, Duration.ZERO);

    /** Of both, whatever their order; the longest time counts. */
    Result and(Result other) {
      return new Result(
          hash ^ other.hash,
          events + other.events,
          changes + other.changes,
          settledAfter.compareTo(other.settledAfter) > 0 ? settledAfter : other.settledAfter);
    }
  }

  public static Result run(Setup setup) {
    return run(setup, Progress.UNTOLD);
  }

  /**
   * @throws Violation with one line about what does not hold, and the item's last events
   */
  static Result run(Setup setup, Progress progress) {
    try {
      return new Simulation(setup, 0, progress).drive();
    } catch (Violation first) {
      progress.broken(first);
      throw explained(setup, first);
    }
  }

  /** The same world once more, with an eye on the item. */
  private static Violation explained(Setup setup, Violation first) {
    var again = new Simulation(setup, Math.max(1, first.item()), Progress.UNTOLD);
    try {
      again.drive();
      return first;
    } catch (Violation second) {
      var world = again.sim.world;
      var line =
          "seed="
              + setup.seed()
              + " n="
              + setup.n()
              + " virtual="
              + Duration.ofNanos(world.now())
              + ": "
              + second.getMessage();
      return new Violation(
          line + "\n  " + String.join("\n  ", world.lastEvents()) + "\n  " + line, second);
    }
  }

  private Result drive() {
    sim.load.createFleet();
    sim.hubs().forEach(SimHub::start);
    sim.load.start();
    sim.faults.start();
    sim.recovery.start();
    long end = sim.setup.faults().toNanos();
    while (sim.world.now() < end) {
      check(Math.min(end, sim.world.now() + CHECK));
    }
    sim.faults.stop();
    settle(end + sim.setup.calm().toNanos());
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

  private void settle(long limit) {
    var missing = sim.audit.unsettled();
    while (missing != null) {
      if (sim.world.now() >= limit) {
        throw new Violation(missing.item(), "not settled in time; " + missing.getMessage());
      }
      check(sim.world.now() + CHECK);
      missing = sim.audit.unsettled();
    }
  }

  private void check(long until) {
    boolean report = until / REPORT > sim.world.now() / REPORT;
    sim.world.runUntil(until);
    sim.audit.run();
    if (report) {
      progress.reached(Duration.ofNanos(until), sim.world.events());
    }
  }
}

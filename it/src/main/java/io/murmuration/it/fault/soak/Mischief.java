package io.murmuration.it.fault.soak;

import io.murmuration.it.fault.net.Condition;
import io.murmuration.it.fault.net.Link;
import io.murmuration.it.fault.watch.Recorder;
import io.murmuration.it.fault.world.Node;
import io.murmuration.it.fault.world.Sites;
import io.murmuration.it.fault.world.World;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Draws one fault after the other. One thread. */
final class Mischief {
  private static final int LONGEST_DELAY_MILLIS = 800;

  private final World world;
  private final Recorder recorder;
  private final SplittableRandom random;
  private final List<Trick> tricks;

  /** Begins a fault and says how to end it. */
  @FunctionalInterface
  private interface Trick {
    Fault begin();
  }

  /**
   * A fault that has begun.
   *
   * @param end makes it well again
   */
  record Fault(String what, Runnable end) {}

  Mischief(World world, Recorder recorder, SplittableRandom random) {
    this.world = world;
    this.recorder = recorder;
    this.random = random;
    this.tricks =
        List.of(
            this::killNode,
            this::freezeNode,
            this::splitNodes,
            this::cutFromAgents,
            this::cutFromDatabase,
            this::stopDatabase,
            this::pauseDatabase,
            this::killFarm,
            this::freezeFarm,
            this::crashAgents,
            this::slowAgents,
            this::fullDisk);
  }

  Fault begin() {
    return tricks.get(random.nextInt(tricks.size())).begin();
  }

  private Node node() {
    return world.nodes().get(random.nextInt(world.nodes().size()));
  }

  private Sites farm() {
    return world.farms().get(random.nextInt(world.farms().size()));
  }

  private Condition broken() {
    return switch (random.nextInt(3)) {
      case 0 -> new Condition.Cut();
      case 1 -> new Condition.Silent();
      default -> new Condition.Delayed(Duration.ofMillis(random.nextInt(LONGEST_DELAY_MILLIS)));
    };
  }

  private Fault killNode() {
    var node = node();
    node.kill();
    return new Fault(node + " killed", node::startAgain);
  }

  private Fault freezeNode() {
    var node = node();
    node.freeze(true);
    return new Fault(node + " frozen", () -> node.freeze(false));
  }

  private Fault splitNodes() {
    var node = node();
    var how = broken();
    world.isolate(node, how);
    return new Fault(node + " and the others: " + how, world::join);
  }

  private Fault cutFromAgents() {
    var node = node();
    return link(node + " and its agents", node.agents());
  }

  private Fault cutFromDatabase() {
    var node = node();
    return link(node + " and PostgreSQL", node.database());
  }

  private Fault link(String what, Link link) {
    var how = broken();
    link.set(how);
    return new Fault(what + ": " + how, () -> link.set(Condition.WELL));
  }

  private Fault stopDatabase() {
    world.database().stop();
    return new Fault("PostgreSQL stopped", world.database()::startAgain);
  }

  private Fault pauseDatabase() {
    world.database().pause();
    return new Fault("PostgreSQL frozen", world.database()::resume);
  }

  private Fault killFarm() {
    var farm = farm();
    farm.kill();
    recorder.silenced(farm);
    return new Fault(
        farm + " killed",
        () -> {
          recorder.heard(farm);
          farm.startAgain();
        });
  }

  private Fault freezeFarm() {
    var farm = farm();
    farm.freeze(true);
    recorder.silenced(farm);
    return new Fault(
        farm + " frozen",
        () -> {
          recorder.heard(farm);
          farm.freeze(false);
        });
  }

  private Fault crashAgents() {
    var farm = farm();
    farm.ask("crash " + (1 + random.nextInt(farm.count())));
    return new Fault("agents of " + farm + " crashed", () -> {});
  }

  private Fault slowAgents() {
    var farm = farm();
    farm.ask("latency " + random.nextInt(LONGEST_DELAY_MILLIS));
    return new Fault("sites of " + farm + " slow", () -> farm.ask("latency 0"));
  }

  private Fault fullDisk() {
    if (random.nextBoolean()) {
      var farm = farm();
      farm.full(true);
      return new Fault("no byte can be written by " + farm, () -> farm.full(false));
    }
    var node = node();
    node.full(true);
    return new Fault("no byte can be written by " + node, () -> node.full(false));
  }
}

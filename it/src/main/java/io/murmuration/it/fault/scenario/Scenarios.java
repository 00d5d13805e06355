package io.murmuration.it.fault.scenario;

import io.murmuration.it.fault.net.Condition;
import io.murmuration.it.fault.watch.Recorder;
import io.murmuration.it.fault.world.Node;
import io.murmuration.it.fault.world.World;
import io.murmuration.it.run.Watch;
import java.time.Duration;
import java.util.Comparator;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Faults of a cluster, each with a change of the whole fleet under way. Every method returns when
 * the cluster is whole again. One thread.
 */
public final class Scenarios {
  private static final Duration STEP = Duration.ofMillis(250);

  private final World world;
  private final Recorder recorder;
  private final LongSupplier nanoTime;
  private final Duration limit;

  /**
   * @param limit for anything that must come true in the end
   */
  public Scenarios(World world, Recorder recorder, LongSupplier nanoTime, Duration limit) {
    this.world = world;
    this.recorder = recorder;
    this.nanoTime = nanoTime;
    this.limit = limit;
  }

  /** A node is killed with -9 while a change spreads. Counted from the kill. */
  public Outcome killed() {
    var victim = busiest();
    long first = accepted();
    long began = nanoTime.getAsLong();
    victim.kill();
    long second = accepted();
    var back = all(second, began);
    double p99 = Math.max(othersP99(first), othersP99(second));
    victim.startAgain();
    together();
    return new Outcome("a node killed", back, p99, 0);
  }

  /** A node stands still for a while; another change follows when it moves. Counted from the start. */
  public Outcome frozen(Duration time) {
    var victim = busiest();
    long began = nanoTime.getAsLong();
    victim.freeze(true);
    long change = accepted();
    var back = all(change, began);
    double p99 = othersP99(change);
    until(began, time);
    long thawed = nanoTime.getAsLong();
    victim.freeze(false);
    all(acceptedBy(other(victim)), thawed);
    together();
    return new Outcome("a node frozen", back, p99, 0);
  }

  /**
   * A node and the others do not hear each other; all reach PostgreSQL. Changes are made on both
   * sides. Counted from the end of the split.
   */
  public Outcome split(Duration time) {
    var apart = busiest();
    long began = nanoTime.getAsLong();
    world.isolate(apart, new Condition.Silent());
    all(acceptedBy(other(apart)), began);
    long there = acceptedBy(apart);
    all(there, began);
    double p99 = othersP99(there);
    until(began, time);
    long change = acceptedBy(apart);
    long ended = nanoTime.getAsLong();
    world.join();
    var back = all(change, ended);
    together();
    return new Outcome("nodes split", back, p99, 0);
  }

  /** PostgreSQL is stopped for a while. Counted from when it serves again. */
  public Outcome databaseAway(Duration time) {
    accepted();
    long began = nanoTime.getAsLong();
    world.database().stop();
    for (var node : world.nodes()) {
      recorder.declare(node); // must not be accepted; the checker looks whether it was
    }
    Watch.until("every node says that it is not well", limit, () -> unwell() == nodes());
    until(began, time);
    int kept = world.connected();
    world.database().startAgain();
    long ended = nanoTime.getAsLong();
    long change = accepted();
    var back = all(change, ended);
    double p99 = othersP99(change);
    Watch.until("every node is well", limit, () -> unwell() == 0);
    return new Outcome("PostgreSQL away", back, p99, kept);
  }

  /** Until a last change is everywhere, every command has ended, and nodes know each other. */
  public void rest() {
    together();
    Watch.until(
        "every command has ended",
        limit,
        STEP,
        () -> recorder.commandsUnderWay().orElse(1) == 0);
    all(accepted(), nanoTime.getAsLong());
  }

  /** It has the most streams: a node that has just come back has none, and would not be missed. */
  private Node busiest() {
    return world.nodes().stream().max(Comparator.comparingInt(this::streams)).orElseThrow();
  }

  private Node other(Node than) {
    return world.nodes().stream().filter(node -> node != than).findFirst().orElseThrow();
  }

  private int streams(Node node) {
    return recorder.ask(node, "/v1.0/fleet").map(json -> json.path("connected").asInt()).orElse(0);
  }

  private int nodes() {
    return world.nodes().size();
  }

  /** A change that some node accepts. */
  private long accepted() {
    var revision = new AtomicLong();
    Watch.until("a change is accepted", limit, () -> {
      for (var node : world.nodesUp()) {
        var answer = recorder.declare(node);
        if (answer.isPresent()) {
          revision.set(answer.getAsLong());
          return true;
        }
      }
      return false;
    });
    return revision.get();
  }

  private long acceptedBy(Node node) {
    var revision = new AtomicLong();
    Watch.until(node + " accepts a change", limit, () -> {
      OptionalLong answer = recorder.declare(node);
      answer.ifPresent(revision::set);
      return answer.isPresent();
    });
    return revision.get();
  }

  /** Until all have the revision, by the sites' word and by that of nodes that are up. */
  private Duration all(long revision, long fromNanos) {
    Watch.until(
        "every site at revision " + revision + ", by its own word and the hub's",
        limit,
        STEP,
        () ->
            world.holding(revision) == world.agents()
                && recorder.inSync(revision).orElse(0) == world.agents()
                && world.connected() == world.agents());
    return Duration.ofNanos(nanoTime.getAsLong() - fromNanos);
  }

  /** The nodes that are up know how long their own sites took; the slowest of them counts. */
  private double othersP99(long revision) {
    return world.nodesUp().stream()
        .map(node -> recorder.ask(node, "/v1.0/desired/changes/" + revision))
        .mapToDouble(answer -> answer.map(json -> json.path("p99-ms").asDouble()).orElse(0.0))
        .max()
        .orElse(0);
  }

  private void until(long fromNanos, Duration time) {
    Watch.until(
        "a fault of " + time,
        time.plus(limit),
        () -> nanoTime.getAsLong() - fromNanos >= time.toNanos());
  }

  private long unwell() {
    return world.nodes().stream()
        .filter(node ->
            recorder
                .ask(node, "/health")
                .map(health -> !health.path("status").asText().equals("ok"))
                .orElse(true))
        .count();
  }

  /** Until every node has found the others again. */
  private void together() {
    Watch.until(
        "all nodes know each other",
        limit,
        STEP,
        () -> world.nodes().stream().allMatch(node -> members(node) == nodes()));
  }

  private int members(Node node) {
    return recorder
        .ask(node, "/health")
        .map(health -> health.findPath("members").asInt())
        .orElse(0);
  }
}

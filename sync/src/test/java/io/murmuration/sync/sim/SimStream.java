package io.murmuration.sync.sim;

import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Lineage;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.sim.world.Chance;
import io.murmuration.sync.sim.world.World;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection: in order, nothing twice, nothing lost but by its end. Each direction delivers
 * at {@code max(last delivery, now + latency)}; a cut may be noticed late, and what was sent before
 * it may arrive after a newer stream was accepted.
 */
final class SimStream {
  private static final int NOTICED_AT_ONCE = 4;

  final SimAgent agent;
  final SimHub hub;
  final int hubLife;
  final int agentLife;
  final long dial;
  final long dialledAt;
  @Nullable SessionEpoch epoch;

  /** The hub's history as Welcome names it. */
  Lineage lineage = Lineage.NONE;

  SimClaims.@Nullable Hello hello;

  /** Kinds that were rightly given something of another history than Hello told. */
  final Set<Kind> takenOver = EnumSet.noneOf(Kind.class);

  /** Kinds of which Hello told another history than the hub's. */
  Set<Kind> strange = EnumSet.noneOf(Kind.class);

  /** What the row said at the claim, and the verdicts that the hub heard since come to. */
  boolean saidUp;

  int downsSinceUp;

  /** The number of the last verdict of down: told again, it is no other. */
  long lastDown;

  boolean openAtHub = true;
  boolean openAtAgent = true;

  /** Both ends believe in it, nothing passes: a partition or a dead host. */
  boolean blackHole;

  long frozenUntil;
  boolean waitsForReady;
  long agentHeardHub;
  private long lastToHub;
  private long lastToAgent;
  private final World world;
  private final Chance chance;

  SimStream(World world, Chance chance, SimAgent agent, SimHub hub, long dial) {
    this.world = world;
    this.chance = chance;
    this.agent = agent;
    this.hub = hub;
    this.hubLife = hub.life();
    this.agentLife = agent.life();
    this.dial = dial;
    this.dialledAt = world.now();
    this.agentHeardHub = dialledAt;
  }

  void toHub(Runnable frame) {
    long sent = world.now();
    lastToHub = Math.max(lastToHub, sent + latency());
    world.after(
        lastToHub - world.now(),
        () -> {
          if (!blackHole) {
            hub.in(
                hubLife,
                () -> {
                  if (openAtHub) {
                    agent.wasUnderWay(world.now() - sent);
                    frame.run();
                  }
                });
          }
        });
  }

  void toAgent(Runnable frame) {
    lastToAgent = Math.max(lastToAgent, world.now() + latency());
    world.after(
        lastToAgent - world.now(),
        () -> {
          if (openAtAgent && !blackHole && agent.isStream(this)) {
            frame.run();
          }
        });
  }

  /** Nothing reaches the agent for so long. */
  void stallToAgent(long nanos) {
    lastToAgent = Math.max(lastToAgent, world.now()) + nanos;
  }

  /** Nothing reaches the hub for so long; what the hub says arrives. */
  void stallToHub(long nanos) {
    lastToHub = Math.max(lastToHub, world.now()) + nanos;
  }

  boolean isQuietToHub() {
    return lastToHub <= world.now();
  }

  /** Whether a frame of the hub, sent now, arrives within so long. */
  boolean reachesAgentWithin(long nanos) {
    return lastToAgent - world.now() < nanos;
  }

  /** Whether a frame of the agent, sent now, arrives within so long. */
  boolean reachesHubWithin(long nanos) {
    return lastToHub - world.now() < nanos;
  }

  /** The agent's end is gone; the hub notices sooner or later, after the frames before it. */
  void agentEndGone() {
    openAtAgent = false;
    long late = chance.below(NOTICED_AT_ONCE) > 0 ? 0 : chance.seconds(1, 40);
    lastToHub = Math.max(lastToHub, world.now() + latency() + late);
    world.after(
        lastToHub - world.now(),
        () -> {
          if (!blackHole) {
            hub.in(
                hubLife,
                () -> {
                  if (openAtHub) {
                    openAtHub = false;
                    hub.streamClosed(this);
                  }
                });
          }
        });
  }

  /** The hub's end is gone. */
  void hubEndGone() {
    openAtHub = false;
    lastToAgent = Math.max(lastToAgent, world.now() + latency());
    world.after(
        lastToAgent - world.now(),
        () -> {
          if (openAtAgent && !blackHole) {
            agent.streamClosed(this);
          }
        });
  }

  private long latency() {
    return chance.oneIn(200) ? chance.millis(500, 6000) : chance.millis(1, 80);
  }
}

package io.murmuration.sync.sim;

import io.murmuration.sync.operation.OperationId;
import io.murmuration.sync.sim.site.SimSite;
import io.murmuration.sync.sim.store.SimStore;
import io.murmuration.sync.sim.world.Chance;
import io.murmuration.sync.sim.world.Roster;
import io.murmuration.sync.sim.world.World;
import io.murmuration.sync.testing.MixDigester;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Everything in one world, wired top to bottom. */
final class Sim {
  final Setup setup;
  final World world;
  final Variant variant;
  final MixDigester digester = new MixDigester();
  final Chance jitter;
  final FaultMix mix;
  final SimStore store;
  final Invariants invariants;
  final Audit audit;
  final ClusterMix clusterMix;
  final Skew skew;
  final SimLinks links;
  final Load load;
  final Faults faults;
  final Recovery recovery;
  boolean faultsOn = true;
  private final Chance agentChance;
  private final List<SimHub> hubs = new ArrayList<>();
  private int lives;
  private final Roster<SimAgent> agents = new Roster<>();
  private final Map<Long, SimSite> sites = new HashMap<>();

  Sim(Setup setup, long watched) {
    this.setup = setup;
    this.variant = setup.variant();
    this.world = new World(watched);
    var root = new Chance(new SplittableRandom(setup.seed()));
    this.agentChance = root.split();
    this.jitter = root.split();
    var mixChance = root.split();
    this.mix = setup.steady() ? FaultMix.steady() : FaultMix.draw(mixChance);
    this.store = variant.store(world, root.split());
    this.invariants = new Invariants(this);
    this.audit = new Audit(this);
    this.load = new Load(this, root.split());
    this.faults = new Faults(this, root.split());
    var cluster = root.split();
    this.clusterMix =
        setup.hubs() == 1 ? ClusterMix.NONE : variant.suffers(ClusterMix.draw(cluster));
    this.skew = new Skew(cluster.split(), clusterMix.skew());
    this.links = new SimLinks(this, cluster.split());
    this.recovery = new Recovery(this, cluster.split());
    for (int node = 1; node <= setup.hubs(); node++) {
      hubs.add(new SimHub(this, node));
    }
  }

  List<SimHub> hubs() {
    return hubs;
  }

  /** The next incarnation of a node. */
  int nextLife() {
    return ++lives;
  }

  List<SimAgent> agents() {
    return agents.values();
  }

  @Nullable SimAgent agent(long id) {
    return agents.get(id);
  }

  /** A new identity at a site, which may be one that had another identity before. */
  SimAgent enrol(long id, SimSite site, String journal) {
    var agent = new SimAgent(this, id, site, journal, agentChance.split());
    agents.put(id, agent);
    sites.put(id, site);
    return agent;
  }

  void forget(long id) {
    var agent = agents.remove(id);
    if (agent != null) {
      agent.retire();
    }
  }

  /**
   * A third of the sites only tells that one type has drifted; half of these has it repaired once
   * fate has stopped.
   */
  boolean isReported(long id, String type) {
    return id % 3 == 0 && type.equals(Load.TYPES.getFirst()) && (faultsOn || id % 2 == 0);
  }

  /** How often an operation took effect at the site. */
  int effects(long id, OperationId operation) {
    var site = sites.get(id);
    return site == null ? 0 : site.effects.getOrDefault(operation, 0);
  }
}

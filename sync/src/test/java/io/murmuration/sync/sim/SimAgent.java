package io.murmuration.sync.sim;

import io.murmuration.sync.agent.AgentEvent;
import io.murmuration.sync.agent.PushOrder;
import io.murmuration.sync.model.Holding;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Lineage;
import io.murmuration.sync.operation.OperationId;
import io.murmuration.sync.operation.Order;
import io.murmuration.sync.sim.site.SimProbe;
import io.murmuration.sync.sim.site.SimSite;
import io.murmuration.sync.sim.store.SimStore;
import io.murmuration.sync.sim.world.Chance;
import io.murmuration.sync.sim.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One agent process at its site. What is durable survives a crash; the rest does not. */
final class SimAgent {
  private static final long HEARTBEAT = 10 * World.SECOND;
  private static final long HUB_SILENCE = 20 * World.SECOND;

  final long id;
  final SimSite site;
  private final Sim sim;
  private final Chance chance;
  private final List<SimApplier> appliers;
  private SimLedger ledger;
  private SimProbe probe;
  private String journal;
  private long dial;
  private int life;
  private boolean running;
  private boolean gone;
  private int failures;
  private @Nullable SimStream stream;

  /** Two releases behind: serves one kind, and tells neither ages nor the digest in Hello. */
  private boolean old;

  /** The node to dial next: the last good one, until it fails. */
  private int preferred;

  private long longestWay;

  long stoppedUntil;
  long unreachableUntil;

  SimAgent(Sim sim, long id, SimSite site, String journal, Chance chance) {
    this.sim = sim;
    this.id = id;
    this.site = site;
    this.journal = journal;
    this.chance = chance;
    this.ledger = new SimLedger(sim, this, journal);
    this.probe = new SimProbe(site, sim.world.now());
    this.old = chance.percent(sim.clusterMix.oldAgentPercent());
    this.preferred = sim.hubs().size() == 1 ? 0 : chance.below(sim.hubs().size());
    this.appliers =
        Setup.KINDS.stream().map(kind -> new SimApplier(sim, this, kind, chance)).toList();
  }

  /** How long a frame to a hub was on its way: its age when it was taken, and nobody knows. */
  void wasUnderWay(long nanos) {
    longestWay = Math.max(longestWay, nanos);
  }

  long longestWay() {
    return longestWay;
  }

  boolean isOld() {
    return old;
  }

  /** Whether it knows the kind at all. */
  boolean serves(Kind kind) {
    return !old || kind == Setup.KINDS.getFirst();
  }

  int life() {
    return life;
  }

  String journal() {
    return journal;
  }

  List<SimApplier> appliers() {
    return appliers;
  }

  SimLedger ledger() {
    return ledger;
  }

  @Nullable SimStream stream() {
    return stream;
  }

  boolean isStream(SimStream which) {
    return stream == which && running;
  }

  /** Later, unless the process died meanwhile; a stopped process does it when it goes on. */
  void later(long nanos, Runnable run) {
    int now = life;
    sim.world.after(nanos, () -> ifAlive(now, run));
  }

  private void ifAlive(int which, Runnable run) {
    if (life != which || !running) {
      return;
    }
    if (sim.world.now() < stoppedUntil) {
      sim.world.after(stoppedUntil - sim.world.now(), () -> ifAlive(which, run));
    } else {
      run.run();
    }
  }

  void start() {
    if (gone || running) {
      return;
    }
    running = true;
    life++;
    old = old && !chance.oneIn(2); // a restart may be an upgrade
    probe = new SimProbe(site, sim.world.now());
    appliers.forEach(SimApplier::restarted);
    ledger.restarted();
    audit();
    later(chance.millis(0, 3000), this::dial);
    later(chance.millis(0, (int) sim.setup.auditPeriod().toMillis()), this::auditByItself);
  }

  /** The process dies; its socket with it, unless the host died: then the hub hears nothing. */
  void crash(boolean silently) {
    if (!running) {
      return;
    }
    running = false;
    life++;
    sim.world.trace("agent crashed", id, dial, 0);
    var old = stream;
    stream = null;
    if (old != null) {
      old.blackHole |= silently;
      old.agentEndGone();
    }
    sim.world.after(chance.seconds(2, 20), this::start);
  }

  /** The disk is replaced; the operator enrols the site again. */
  void loseJournal() {
    crash(true);
    dial = 0;
    journal = journal + "'";
    ledger = new SimLedger(sim, this, journal);
    appliers.forEach(SimApplier::loseJournal);
    sim.invariants.journalLost(id);
    enrol();
  }

  void enrol() {
    sim.store.transact(
        new SimStore.Tx(
            0,
            new long[] {id},
            () -> {},
            () ->
                () -> {
                  var row = sim.store.subclouds.get(id);
                  if (row != null && !row.journal.equals(journal)) {
                    row.journal = journal;
                    row.dial = 0;
                    row.epoch = row.nextEpoch(sim.store.lineage().hubEpoch());
                    row.holder = 0;
                  }
                },
            end -> {
              if (end != SimStore.End.COMMITTED) {
                sim.world.after(World.SECOND, this::enrol);
              }
            }));
  }

  /** The subcloud was deleted: this identity never comes back. */
  void retire() {
    gone = true;
    running = false;
    life++;
    var old = stream;
    stream = null;
    if (old != null) {
      old.agentEndGone();
    }
  }

  // --- connection

  private void dial() {
    if (stream != null || gone) {
      return;
    }
    var hub = sim.hubs().get(preferred);
    if (!hub.isUp() || sim.world.now() < unreachableUntil) {
      preferAnother();
      redial();
      return;
    }
    dial++; // durable before the dial
    var opened = new SimStream(sim.world, chance, this, hub, dial);
    stream = opened;
    var holdings = new EnumMap<Kind, Holding>(Kind.class);
    var ages = new EnumMap<Kind, Duration>(Kind.class);
    var lineages = new EnumMap<Kind, Lineage>(Kind.class);
    for (var applier : appliers) {
      applier.dialled();
      if (serves(applier.kind)) {
        holdings.put(applier.kind, applier.holding());
        lineages.put(applier.kind, applier.durable().lineage());
        if (applier.isSeen() && !old) {
          ages.put(applier.kind, applier.age());
        }
      }
    }
    var verdict = probe.last(sim.world.now());
    var hello = new SimClaims.Hello(opened, journal, dial, verdict, holdings, ages, lineages);
    opened.toHub(() -> hub.hello(hello));
    later(HEARTBEAT, () -> beat(opened));
  }

  void preferAnother() {
    preferred = (preferred + 1) % sim.hubs().size();
  }

  private void redial() {
    failures = Math.min(failures + 1, 5);
    later(chance.millis(100, 1000 << failures), this::dial);
  }

  void welcomed(SimStream by) {
    failures = 0;
    ledger.connected(by.lineage.hubEpoch());
    if (by == stream) {
      appliers.forEach(SimApplier::welcomed);
    }
  }

  void streamClosed(SimStream which) {
    which.openAtAgent = false;
    if (stream == which) {
      stream = null;
      if (which.epoch == null) {
        preferAnother();
      }
      redial();
    }
  }

  /** Reset by the network: the agent sees it now, the hub when it sees it. */
  void reset() {
    var old = stream;
    if (old != null) {
      stream = null;
      old.agentEndGone();
      redial();
    }
  }

  private void beat(SimStream on) {
    if (stream != on) {
      return;
    }
    if (isHeardAndAnswered(on)) {
      on.agentHeardHub = sim.world.now();
      var verdict = probe.last(sim.world.now());
      probe.ask(sim.world.now());
      var looks = looks();
      if (on.isQuietToHub()) {
        on.hub.heartbeat(on, verdict, looks);
      } else {
        on.toHub(() -> on.hub.heartbeat(on, verdict, looks));
      }
    } else if (sim.world.now() - on.agentHeardHub > HUB_SILENCE) {
      preferAnother();
      reset();
      return;
    }
    later(HEARTBEAT - chance.millis(0, 1500), () -> beat(on));
  }

  /** A shortcut for a frame there and one back. */
  private static boolean isHeardAndAnswered(SimStream on) {
    return on.openAtHub
        && !on.blackHole
        && on.epoch != null
        && on.hub.isAlive(on.hubLife)
        && !on.hub.isFrozen()
        && on.reachesHubWithin(HEARTBEAT)
        && on.reachesAgentWithin(HEARTBEAT);
  }

  private List<SimHub.Look> looks() {
    var looks = new ArrayList<SimHub.Look>(appliers.size());
    for (var applier : appliers) {
      if (applier.isSeen() && !old) {
        looks.add(new SimHub.Look(applier.kind, applier.age(), applier.lastTry()));
      }
    }
    return looks;
  }

  // --- applying

  private void audit() {
    appliers.forEach(applier -> applier.step(new AgentEvent.AuditAsked(0, false)));
  }

  private void auditByItself() {
    audit();
    int period = (int) sim.setup.auditPeriod().toMillis();
    later(chance.millis(period / 2, period * 3 / 2), this::auditByItself);
  }

  void pushed(Kind kind, PushOrder order) {
    sim.invariants.arrived(this, kind);
    later(0, () -> applier(kind).step(new AgentEvent.PushArrived(order)));
  }

  void asked(Kind kind, long question, boolean bypass) {
    later(0, () -> applier(kind).step(new AgentEvent.AuditAsked(question, bypass)));
  }

  SimApplier applier(Kind kind) {
    return appliers.get(Setup.KINDS.indexOf(kind));
  }

  // --- operations

  void operate(Order order, String to) {
    later(0, () -> ledger.offered(order, to));
  }

  void cancelOperation(OperationId operation) {
    later(0, () -> ledger.cancelAsked(operation));
  }

  void confirmed(OperationId operation) {
    later(0, () -> ledger.confirmed(operation));
  }
}

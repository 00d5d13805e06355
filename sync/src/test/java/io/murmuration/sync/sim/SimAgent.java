package io.murmuration.sync.sim;

import io.murmuration.sync.agent.AgentEffect;
import io.murmuration.sync.agent.AgentEvent;
import io.murmuration.sync.agent.AgentMachine;
import io.murmuration.sync.agent.AgentState;
import io.murmuration.sync.agent.ApplyMachine;
import io.murmuration.sync.agent.KindJournal;
import io.murmuration.sync.agent.PushOrder;
import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.agent.SiteWrite;
import io.murmuration.sync.model.Digest;
import io.murmuration.sync.model.Holding;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Lineage;
import io.murmuration.sync.operation.OperationId;
import io.murmuration.sync.operation.Order;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One agent process at its site. What is durable survives a crash; the rest does not. */
final class SimAgent {
  private static final long HEARTBEAT = 10 * World.SECOND;
  private static final long HUB_SILENCE = 20 * World.SECOND;

  final long id;
  final SimSite site;
  private final Sim sim;
  private final Chance chance;
  private final Map<Kind, AgentMachine> machines = new EnumMap<>(Kind.class);
  private final Map<Kind, KindJournal> durable = new EnumMap<>(Kind.class);
  private final Map<Kind, AgentState> states = new EnumMap<>(Kind.class);
  private final Map<Kind, Holding> seen = new EnumMap<>(Kind.class);
  private final Map<Kind, Long> readAt = new EnumMap<>(Kind.class);
  private final Map<Kind, String> failed = new EnumMap<>(Kind.class);
  private final Map<Kind, Digest> told = new EnumMap<>(Kind.class);
  private SimLedger ledger;
  private SimProbe probe;
  private String journal;
  private long dial;
  private int life;
  private boolean running;
  private boolean gone;
  private int failures;
  private @Nullable SimStream stream;
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
    for (var kind : Setup.KINDS) {
      machines.put(kind, sim.variant.agent(new ApplyMachine(kind, sim.digester), kind, site));
      durable.put(kind, KindJournal.EMPTY);
    }
  }

  SimHub hub() {
    return sim.hub;
  }

  int life() {
    return life;
  }

  String journal() {
    return journal;
  }

  KindJournal durable(Kind kind) {
    return durable.getOrDefault(kind, KindJournal.EMPTY);
  }

  /** When the site was last read with success; what is shown rests on nothing newer. */
  long readAt(Kind kind) {
    return readAt.getOrDefault(kind, 0L);
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
    seen.clear();
    failed.clear();
    probe = new SimProbe(site, sim.world.now());
    durable.forEach((kind, known) -> states.put(kind, AgentState.of(known)));
    ledger.restarted();
    Setup.KINDS.forEach(kind -> step(kind, new AgentEvent.AuditAsked(0, false)));
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
    durable.replaceAll((_, _) -> KindJournal.EMPTY);
    sim.invariants.journalLost(id);
    enrol();
  }

  private void enrol() {
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
                    row.epoch++;
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
    if (!sim.hub.isUp() || sim.world.now() < unreachableUntil) {
      redial();
      return;
    }
    dial++; // durable before the dial
    var opened = new SimStream(sim.world, chance, this, sim.hub.life(), dial);
    stream = opened;
    told.clear();
    var holdings = new EnumMap<Kind, Holding>(Kind.class);
    for (var kind : Setup.KINDS) {
      holdings.put(kind, holding(kind));
    }
    var verdict = probe.last(sim.world.now());
    var hello = new SimHub.Hello(opened, id, journal, dial, verdict, holdings, ages(), lineage());
    opened.toHub(() -> sim.hub.hello(hello));
    later(HEARTBEAT, () -> beat(opened));
  }

  private Lineage lineage() {
    for (var known : durable.values()) {
      if (!known.lineage().equals(Lineage.NONE)) {
        return known.lineage();
      }
    }
    return Lineage.NONE;
  }

  private Holding holding(Kind kind) {
    var known = seen.get(kind);
    var held = durable(kind);
    var digest = known == null ? null : known.digest();
    return new Holding(held.held(), digest, List.copyOf(held.refusals().values()));
  }

  private Map<Kind, Duration> ages() {
    var ages = new EnumMap<Kind, Duration>(Kind.class);
    seen.keySet().forEach(kind -> ages.put(kind, age(kind)));
    return ages;
  }

  private Duration age(Kind kind) {
    return Duration.ofNanos(sim.world.now() - readAt(kind));
  }

  private void redial() {
    failures = Math.min(failures + 1, 5);
    later(chance.millis(100, 1000 << failures), this::dial);
  }

  void welcomed(SimStream by) {
    failures = 0;
    ledger.connected();
    for (var kind : Setup.KINDS) { // what was observed since Hello
      var known = seen.get(kind);
      if (known != null && by == stream) {
        tell(kind, known, false);
      }
    }
  }

  void streamClosed(SimStream which) {
    which.openAtAgent = false;
    if (stream == which) {
      stream = null;
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
    boolean passes =
        on.openAtHub && !on.blackHole && sim.hub.isAlive(on.hubLife) && on.epoch != null;
    if (passes) {
      on.agentHeardHub = sim.world.now();
      var verdict = probe.last(sim.world.now());
      probe.ask(sim.world.now());
      var ages = ages();
      var tries = Map.copyOf(failed);
      if (on.isQuietToHub()) {
        sim.hub.heartbeat(on, verdict, ages, tries);
      } else {
        on.toHub(() -> sim.hub.heartbeat(on, verdict, ages, tries));
      }
    } else if (sim.world.now() - on.agentHeardHub > HUB_SILENCE) {
      reset();
      return;
    }
    later(HEARTBEAT - chance.millis(0, 1500), () -> beat(on));
  }

  // --- applying

  private void auditByItself() {
    Setup.KINDS.forEach(kind -> step(kind, new AgentEvent.AuditAsked(0, false)));
    int period = (int) sim.setup.auditPeriod().toMillis();
    later(chance.millis(period / 2, period * 3 / 2), this::auditByItself);
  }

  void pushed(Kind kind, PushOrder order) {
    later(0, () -> step(kind, new AgentEvent.PushArrived(order)));
  }

  void asked(Kind kind, long question, boolean bypass) {
    later(0, () -> step(kind, new AgentEvent.AuditAsked(question, bypass)));
  }

  private void step(Kind kind, AgentEvent event) {
    var state = states.get(kind);
    var machine = machines.get(kind);
    if (state == null || machine == null) {
      throw new IllegalStateException("no machine for " + kind);
    }
    var step = machine.step(state, event);
    states.put(kind, step.state());
    int now = life;
    for (var effect : step.effects()) {
      if (life != now) {
        return;
      }
      if (chance.percent(sim.mix.crashAtEffectPercent()) && sim.faultsOn) {
        crash(chance.oneIn(4));
        return;
      }
      perform(kind, effect);
    }
  }

  private void perform(Kind kind, AgentEffect effect) {
    switch (effect) {
      case AgentEffect.Read(var keys, _) -> {
        boolean down = sim.world.now() < site.downUntil && chance.oneIn(2);
        if (down || !site.isReadable(kind, sim.world.now())) {
          later(
              chance.millis(10, 2000),
              () -> step(kind, new AgentEvent.ReadFailed("down", Duration.ofSeconds(10))));
        } else {
          later(
              site.latency(sim.world.now(), chance),
              () -> step(kind, new AgentEvent.ReadDone(site.read(kind, keys))));
        }
      }
      case AgentEffect.Write(var writes) ->
          later(site.latency(sim.world.now(), chance), () -> write(kind, writes));
      case AgentEffect.Persist(var next) -> later(chance.millis(1, 40), () -> persist(kind, next));
      case AgentEffect.Reply(var attempt, var answer) -> {
        var on = stream;
        if (on != null) {
          on.toHub(() -> sim.hub.answered(on, kind, attempt, answer));
        }
      }
      case AgentEffect.Observed(var question, var holding, _) -> {
        seen.put(kind, holding);
        readAt.put(kind, sim.world.now());
        failed.remove(kind);
        tell(kind, holding, question > 0);
      }
      case AgentEffect.Unreadable(var question, var why) -> tellUnreadable(kind, question, why);
    }
  }

  private void tellUnreadable(Kind kind, long question, String why) {
    failed.put(kind, why);
    var on = stream;
    if (on != null && question > 0) {
      on.toHub(() -> sim.hub.unreadable(on, kind, why));
    }
  }

  private void tell(Kind kind, Holding holding, boolean asked) {
    var on = stream;
    var digest = holding.digest();
    if (on == null
        || on.epoch == null
        || digest == null
        || (!asked && digest.equals(told.get(kind)))) {
      return;
    }
    told.put(kind, digest);
    var from = lineage();
    var age = age(kind);
    on.toHub(() -> sim.hub.observed(on, kind, holding, from, age));
  }

  private void write(Kind kind, List<SiteWrite> writes) {
    var results = new ArrayList<SiteResult>();
    for (var write : writes) {
      if (write instanceof SiteWrite.Delete(var key)) {
        sim.invariants.deletedAtSite(id, kind, key);
      }
      results.add(site.write(kind, write, sim.world.now(), chance));
      if (chance.percent(sim.mix.crashAtEffectPercent()) && sim.faultsOn) {
        crash(false); // between two writes
        return;
      }
    }
    step(kind, new AgentEvent.WriteDone(results));
  }

  private void persist(Kind kind, KindJournal next) {
    if (sim.world.now() < site.diskFullUntil) {
      step(kind, new AgentEvent.PersistFailed("no space left"));
      return;
    }
    sim.invariants.madeDurable(id, kind, durable(kind), next);
    durable.put(kind, next);
    sim.world.trace("durable", id, next.held().number(), kind.wireName().length());
    if (chance.percent(sim.mix.crashAtEffectPercent()) && sim.faultsOn) {
      crash(false); // durable, but nobody was told
      return;
    }
    step(kind, new AgentEvent.Persisted());
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

  static boolean isLocal(ItemKey key) {
    return key.equals(SimSite.LOCAL);
  }
}

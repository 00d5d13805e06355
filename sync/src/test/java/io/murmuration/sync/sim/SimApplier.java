package io.murmuration.sync.sim;

import io.murmuration.sync.agent.AgentEffect;
import io.murmuration.sync.agent.AgentEvent;
import io.murmuration.sync.agent.AgentMachine;
import io.murmuration.sync.agent.AgentState;
import io.murmuration.sync.agent.ApplyMachine;
import io.murmuration.sync.agent.KindJournal;
import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.agent.SiteWrite;
import io.murmuration.sync.model.Holding;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.sim.world.Chance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One kind at one agent: the real machine between a simulated journal, site and stream. */
final class SimApplier {
  final Kind kind;
  private final Sim sim;
  private final SimAgent agent;
  private final Chance chance;
  private final AgentMachine machine;
  private KindJournal durable = KindJournal.EMPTY;
  private AgentState state = AgentState.of(KindJournal.EMPTY);
  private @Nullable Holding seen;
  private long readAt;
  private long lookedAt;
  private String failed = "";
  private @Nullable Holding told;

  SimApplier(Sim sim, SimAgent agent, Kind kind, Chance chance) {
    this.sim = sim;
    this.agent = agent;
    this.kind = kind;
    this.chance = chance;
    this.machine =
        sim.variant.agent(new ApplyMachine(kind, sim.digester, this::reports), kind, agent.site);
  }

  /** Whether drift of a type is told here and not repaired. */
  boolean reports(String type) {
    return sim.isReported(agent.id, type);
  }

  KindJournal durable() {
    return durable;
  }

  void loseJournal() {
    durable = KindJournal.EMPTY;
  }

  /** The process starts: nothing but the journal is known. */
  void restarted() {
    seen = null;
    failed = "";
    state = AgentState.of(durable);
  }

  /** Another stream, whose hub was told nothing yet. */
  void dialled() {
    told = null;
  }

  /** What Hello says; an old agent leaves the digest out, which is not an empty one. */
  Holding holding() {
    var digest = seen == null || agent.isOld() ? null : seen.digest();
    return new Holding(
        durable.held(),
        digest,
        List.copyOf(durable.refusals().values()),
        seen == null ? Collections.emptySortedMap() : seen.reported());
  }

  boolean isSeen() {
    return seen != null;
  }

  /** When the site was last read, for a push too; what is shown rests on nothing newer. */
  long lookedAt() {
    return lookedAt;
  }

  Duration age() {
    return Duration.ofNanos(sim.world.now() - readAt);
  }

  /** Why the last look failed, "" if it did not. */
  String lastTry() {
    return failed;
  }

  /** What was observed since Hello. */
  void welcomed() {
    if (seen != null) {
      tell(seen, false);
    }
  }

  void step(AgentEvent event) {
    var step = machine.step(state, event);
    state = step.state();
    int now = agent.life();
    for (var effect : step.effects()) {
      if (agent.life() != now) {
        return;
      }
      if (crashes()) {
        agent.crash(chance.oneIn(4));
        return;
      }
      perform(effect);
    }
  }

  private boolean crashes() {
    return chance.percent(sim.mix.crashAtEffectPercent()) && sim.faultsOn;
  }

  private void perform(AgentEffect effect) {
    var site = agent.site;
    switch (effect) {
      case AgentEffect.Read(var keys, _) -> {
        boolean down = sim.world.now() < site.downUntil && chance.oneIn(2);
        if (down || !site.isReadable(kind, sim.world.now())) {
          agent.later(
              chance.millis(10, 2000),
              () -> step(new AgentEvent.ReadFailed("down", Duration.ofSeconds(10))));
        } else {
          agent.later(
              site.latency(sim.world.now(), chance),
              () -> {
                lookedAt = sim.world.now();
                step(new AgentEvent.ReadDone(site.read(kind, keys)));
              });
        }
      }
      case AgentEffect.Write(var writes) ->
          agent.later(site.latency(sim.world.now(), chance), () -> write(writes));
      case AgentEffect.Persist(var next) -> agent.later(chance.millis(1, 40), () -> persist(next));
      case AgentEffect.Reply(var attempt, var answer) -> {
        var on = agent.stream();
        if (on != null) {
          on.toHub(() -> on.hub.answered(on, kind, attempt, answer));
        }
      }
      case AgentEffect.Observed(var question, var holding, _) -> {
        seen = holding;
        readAt = sim.world.now();
        failed = "";
        tell(holding, question > 0);
      }
      case AgentEffect.Unreadable(var question, var why) -> tellUnreadable(question, why);
    }
  }

  private void tellUnreadable(long question, String why) {
    failed = why;
    var on = agent.stream();
    if (on != null && question > 0) {
      on.toHub(() -> on.hub.unreadable(on, kind, why));
    }
  }

  private void tell(Holding holding, boolean asked) {
    var on = agent.stream();
    if (on == null
        || on.epoch == null
        || holding.digest() == null
        || !agent.serves(kind)
        || (!asked && isTold(holding))) {
      return;
    }
    told = holding;
    var age = age();
    on.toHub(() -> on.hub.observed(on, kind, holding, age));
  }

  /** An agent that cannot tell ages tells every look. */
  private boolean isTold(Holding holding) {
    return told != null
        && !agent.isOld()
        && Objects.equals(told.digest(), holding.digest())
        && told.reported().equals(holding.reported());
  }

  private void write(List<SiteWrite> writes) {
    var results = new ArrayList<SiteResult>();
    for (var write : writes) {
      if (write instanceof SiteWrite.Delete(var key)) {
        sim.invariants.deletedAtSite(agent.id, kind, key);
      }
      if (write instanceof SiteWrite.Upsert(var key, var payload) && reports(key.type())) {
        sim.invariants.writtenWhereDriftIsReported(agent.id, durable, key, payload);
      }
      results.add(agent.site.write(kind, write, sim.world.now(), chance));
      if (crashes()) {
        agent.crash(false); // between two writes
        return;
      }
    }
    step(new AgentEvent.WriteDone(results));
  }

  private void persist(KindJournal next) {
    if (sim.world.now() < agent.site.diskFullUntil) {
      step(new AgentEvent.PersistFailed("no space left"));
      return;
    }
    sim.invariants.madeDurable(agent, kind, durable, next);
    durable = next;
    sim.world.trace("durable", agent.id, next.held().number(), kind.wireName().length());
    if (crashes()) {
      agent.crash(false); // durable, but nobody was told
      return;
    }
    step(new AgentEvent.Persisted());
  }
}

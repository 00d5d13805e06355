package io.murmuration.sync.sim;

import io.murmuration.sync.model.Payload;
import io.murmuration.sync.operation.Ledger;
import io.murmuration.sync.operation.LedgerEffect;
import io.murmuration.sync.operation.LedgerEvent;
import io.murmuration.sync.operation.LedgerMachine;
import io.murmuration.sync.operation.LedgerStep;
import io.murmuration.sync.operation.OperationId;
import io.murmuration.sync.operation.Order;
import io.murmuration.sync.sim.world.World;
import java.util.ArrayDeque;

/** The agent's driver of operations: one event at a time, durable before any effect. */
final class SimLedger {
  private static final Payload NOTHING = Payload.of("");

  private final Sim sim;
  private final SimAgent agent;
  private final ArrayDeque<LedgerEvent> events = new ArrayDeque<>();
  private Ledger durable;
  private boolean busy;

  SimLedger(Sim sim, SimAgent agent, String journal) {
    this.sim = sim;
    this.agent = agent;
    this.durable = Ledger.empty(journal);
  }

  Ledger durable() {
    return durable;
  }

  void restarted() {
    events.clear();
    busy = false;
    happened(new LedgerEvent.Restarted());
  }

  void connected(long hubEpoch) {
    happened(new LedgerEvent.Connected(hubEpoch));
  }

  void offered(Order order, String to) {
    happened(new LedgerEvent.Offered(order, to, false));
  }

  void cancelAsked(OperationId id) {
    happened(new LedgerEvent.CancelAsked(id));
  }

  void confirmed(OperationId id) {
    happened(new LedgerEvent.Confirmed(id));
  }

  private void happened(LedgerEvent event) {
    events.addLast(event);
    if (!busy) {
      next();
    }
  }

  private void next() {
    var event = events.pollFirst();
    if (event == null) {
      return;
    }
    var step = LedgerMachine.step(durable, event);
    if (step.next().equals(durable)) {
      step.afterDurable().forEach(this::perform);
      if (!busy) {
        next();
      }
      return;
    }
    busy = true;
    agent.later(20 * World.MILLI, () -> write(step));
  }

  private void write(LedgerStep step) {
    if (sim.world.now() < agent.site.diskFullUntil) {
      agent.later(World.SECOND, () -> write(step));
      return;
    }
    busy = false;
    durable = step.next();
    step.afterDurable().forEach(this::perform);
    if (!busy) {
      next();
    }
  }

  private void perform(LedgerEffect effect) {
    switch (effect) {
      case LedgerEffect.Start(var id) ->
          agent.later(
              5 * World.SECOND,
              () -> {
                agent.site.effects.merge(id, 1, Integer::sum);
                sim.invariants.operationRan(agent.id, id, agent.site.effects.getOrDefault(id, 0));
                happened(new LedgerEvent.Ended(id, true, "done", NOTHING));
              });
      case LedgerEffect.Interrupt _ -> {}
      case LedgerEffect.Probe(var id) ->
          agent.later(
              World.SECOND,
              () ->
                  happened(
                      new LedgerEvent.Probed(
                          id,
                          agent.site.effects.containsKey(id)
                              ? LedgerEvent.ProbeResult.SUCCEEDED
                              : LedgerEvent.ProbeResult.NOT_STARTED,
                          "probed")));
      case LedgerEffect.Tell(var report) -> {
        var on = agent.stream();
        if (on != null && on.epoch != null) {
          var journal = agent.journal();
          on.toHub(() -> on.hub.operations().reported(on, journal, report));
        }
      }
    }
  }
}

package io.murmuration.sync.sim;

import io.murmuration.sync.operation.Operation;
import io.murmuration.sync.operation.OperationEffect;
import io.murmuration.sync.operation.OperationEvent;
import io.murmuration.sync.operation.OperationId;
import io.murmuration.sync.operation.OperationMachine;
import io.murmuration.sync.operation.Report;
import io.murmuration.sync.sim.store.SimStore;
import io.murmuration.sync.sim.world.World;
import java.util.ArrayList;
import java.util.List;

/** A node's driver of operations: decide on the locked rows, commit, then perform. */
final class SimOperations {
  private final Sim sim;
  private final SimHub hub;
  private final int life;

  SimOperations(Sim sim, SimHub hub) {
    this.sim = sim;
    this.hub = hub;
    this.life = hub.life();
  }

  /** The subcloud's stream is open: every open operation may have something to say. */
  void connected(SimStream stream) {
    for (var operation : sim.store.operationsOf(stream.agent.id)) {
      var row = sim.store.operations.get(operation);
      if (row != null && row.stage().isOpen()) {
        offer(stream, operation);
      }
    }
  }

  /** It was ordered, or an operator decided something about it, on whatever node. */
  void changed(long id, OperationId operation) {
    var stream = hub.stream(id);
    var row = sim.store.operations.get(operation);
    if (stream != null && row != null && row.stage().isOpen()) {
      offer(stream, operation);
    } else {
      next(id);
    }
  }

  private void offer(SimStream stream, OperationId operation) {
    var hello = stream.hello;
    if (hub.reader().isStale()) {
      hub.hold();
    } else if (hello != null) {
      var connected = new OperationEvent.Connected(hello.journal(), stream.lineage.hubEpoch());
      happened(stream, operation, connected);
    }
  }

  private boolean waitsForAnother(long id, OperationId operation) {
    for (var candidate : sim.store.operationsOf(id)) {
      var other = sim.store.operations.get(candidate);
      if (other != null
          && !candidate.equals(operation)
          && other.blocksOthers()
          && !(other.stage() instanceof Operation.Stage.Created)) {
        return true;
      }
    }
    return false;
  }

  void reported(SimStream stream, String journal, Report report) {
    happened(stream, report.id(), new OperationEvent.Reported(journal, report));
  }

  /** Only of the session that the row names. */
  private void happened(SimStream stream, OperationId operation, OperationEvent event) {
    long id = stream.agent.id;
    var effects = new ArrayList<OperationEffect>();
    sim.store.transact(
        new SimStore.Tx(
            life,
            new long[] {id},
            () -> {},
            () -> {
              effects.clear();
              var session = sim.store.subclouds.get(id);
              var row = sim.store.operations.get(operation);
              if (row == null
                  || session == null
                  || stream.epoch == null
                  || !session.isHeldBy(stream.epoch)
                  || (row.stage() instanceof Operation.Stage.Created
                      && event instanceof OperationEvent.Connected
                      && waitsForAnother(id, operation))) {
                return () -> {};
              }
              var step = OperationMachine.step(row, event);
              effects.addAll(step.afterCommit());
              return () -> {
                sim.invariants.operationStored(id, row, step.next());
                sim.store.operations.put(operation, step.next());
              };
            },
            end -> hub.in(life, () -> ended(stream, operation, event, end, effects))));
  }

  private void ended(
      SimStream stream,
      OperationId operation,
      OperationEvent event,
      SimStore.End end,
      List<OperationEffect> effects) {
    if (end != SimStore.End.COMMITTED) {
      sim.world.after(World.SECOND, () -> hub.in(life, () -> happened(stream, operation, event)));
      return;
    }
    effects.forEach(effect -> perform(stream.agent.id, operation, effect));
    var row = sim.store.operations.get(operation);
    if (row != null && !row.stage().isOpen()) {
      next(stream.agent.id);
    }
  }

  /** One ended: the next of this subcloud may go. */
  private void next(long id) {
    var stream = hub.stream(id);
    if (stream != null) {
      for (var operation : sim.store.operationsOf(id)) {
        var row = sim.store.operations.get(operation);
        if (row != null && row.stage() instanceof Operation.Stage.Created) {
          offer(stream, operation);
          return;
        }
      }
    }
  }

  private void perform(long id, OperationId operation, OperationEffect effect) {
    var stream = hub.stream(id);
    var row = sim.store.operations.get(operation);
    if (stream == null || row == null) {
      return; // repeated at the next Connected
    }
    var journal = row.journal();
    switch (effect) {
      case SEND -> {
        if (journal != null) {
          stream.toAgent(() -> stream.agent.operate(row.order(), journal));
        }
      }
      case SEND_CANCEL -> stream.toAgent(() -> stream.agent.cancelOperation(operation));
      case CONFIRM -> stream.toAgent(() -> stream.agent.confirmed(operation));
    }
  }
}

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

/** The hub's driver of operations: decide on the locked row, commit, then perform. */
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
  void connected(long id, String journal) {
    for (var operation : sim.store.operationsOf(id)) {
      var row = sim.store.operations.get(operation);
      if (row != null && row.stage().isOpen()) {
        offer(id, operation, journal);
      }
    }
  }

  void ordered(long id, OperationId operation) {
    var stream = hub.stream(id);
    if (stream != null) {
      offer(id, operation, stream.agent.journal());
    }
  }

  private void offer(long id, OperationId operation, String journal) {
    happened(id, operation, new OperationEvent.Connected(journal, SimHub.HUB_EPOCH));
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

  void reported(long id, String journal, Report report) {
    happened(id, report.id(), new OperationEvent.Reported(journal, report));
  }

  void happened(long id, OperationId operation, OperationEvent event) {
    var effects = new ArrayList<OperationEffect>();
    sim.store.transact(
        new SimStore.Tx(
            life,
            new long[] {id},
            () -> {},
            () -> {
              effects.clear();
              var row = sim.store.operations.get(operation);
              if (row == null
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
            end -> {
              if (!hub.isAlive(life)) {
                return;
              }
              if (end != SimStore.End.COMMITTED) {
                sim.world.after(World.SECOND, () -> again(id, operation, event));
                return;
              }
              effects.forEach(effect -> perform(id, operation, effect));
              var row = sim.store.operations.get(operation);
              if (row != null && !row.stage().isOpen()) {
                next(id);
              }
            }));
  }

  private void again(long id, OperationId operation, OperationEvent event) {
    if (hub.isAlive(life)) {
      happened(id, operation, event);
    }
  }

  /** One ended: the next of this subcloud may go. */
  private void next(long id) {
    var stream = hub.stream(id);
    if (stream != null) {
      for (var operation : sim.store.operationsOf(id)) {
        var row = sim.store.operations.get(operation);
        if (row != null && row.stage() instanceof Operation.Stage.Created) {
          offer(id, operation, stream.agent.journal());
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

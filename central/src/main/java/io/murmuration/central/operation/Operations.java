package io.murmuration.central.operation;

import io.murmuration.central.operation.row.ArgumentSeal;
import io.murmuration.central.operation.row.OperationRepository;
import io.murmuration.central.operation.row.OperationRow;
import io.murmuration.central.operation.row.OrderRow;
import io.murmuration.central.store.ChangeKind;
import io.murmuration.central.store.Changes;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.operation.OperationEffect;
import io.murmuration.sync.operation.OperationEvent;
import io.murmuration.sync.operation.OperationId;
import io.murmuration.sync.operation.OperationMachine;
import io.murmuration.sync.operation.Outcome;
import io.murmuration.sync.resource.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Orders operations, and changes what became of them, in a transaction of the caller: rows and one
 * change that tells the nodes to look. After the commit the caller nudges the change readers; else
 * the nodes look within a second. The node that holds a subcloud's stream does the rest.
 *
 * <p>Call it late in the transaction: it ends with the rows of {@code hub} and {@code
 * settle_counter}, for which every other writer waits. A fixed number of statements whatever the
 * number of operations. Thread-safe; blocks.
 */
public final class Operations {
  private final OperationRepository repository;
  private final Supplier<UUID> ids;

  /**
   * @param ids random ones
   */
  public Operations(ArgumentSeal seal, Supplier<UUID> ids) {
    this.repository = new OperationRepository(seal);
    this.ids = ids;
  }

  /**
   * Orders each of them. A subcloud whose agent is away is told when it is back; one that has
   * {@code OperationDesk.MOST_IN_FLIGHT} under way, when one of them has ended.
   *
   * @return one answer for each order, in their order
   */
  public List<Started> start(Tx tx, OrderedBy by, List<NewOperation> orders) {
    if (orders.isEmpty()) {
      return List.of();
    }
    var rows = orders.stream().map(order -> row(ids.get(), order)).toList();
    var subclouds = repository.hold(tx, rows);
    var written = repository.insert(tx, by.who(), by.requestId(), rows);
    if (!written.isEmpty()) {
      Changes.append(tx, ChangeKind.OPERATION, Scope.FLEET);
    }
    var started = new ArrayList<Started>();
    for (var row : rows) {
      if (written.contains(row.id())) {
        started.add(new Started.Ordered(row.id()));
      } else {
        started.add(subclouds.contains(row.subcloud()) ? new Started.Busy() : new Started.Gone());
      }
    }
    return List.copyOf(started);
  }

  private static OrderRow row(UUID id, NewOperation order) {
    return new OrderRow(
        new OperationId(id.getMostSignificantBits(), id.getLeastSignificantBits()),
        order.subcloud(),
        order.type(),
        order.operationClass(),
        order.arguments(),
        order.secret(),
        order.startWithin());
  }

  /**
   * What was not sent is cancelled; what was is asked to stop, without a promise. Those that ended,
   * or are not, stay as they are.
   *
   * @return those that stand differently now
   */
  public List<OperationRow> cancel(Tx tx, Collection<OperationId> operations) {
    return step(tx, repository.lock(tx, operations), new OperationEvent.CancelAsked());
  }

  /**
   * A person or a probe found out how operations of unknown outcome ended. Others stay as they are.
   *
   * @param details how it was found out, for the record
   * @return those that are settled now
   */
  public List<OperationRow> settle(
      Tx tx, Collection<OperationId> operations, Outcome outcome, String details) {
    return step(tx, repository.lock(tx, operations), new OperationEvent.FoundOut(outcome, details));
  }

  /**
   * Cancels what should have started by now, at any subcloud.
   *
   * @return how many stand differently now
   */
  public int expire(Tx tx, int most) {
    return step(tx, repository.lockLate(tx, most), new OperationEvent.DeadlinePassed()).size();
  }

  private List<OperationRow> step(Tx tx, List<OperationRow> rows, OperationEvent event) {
    var changed = new ArrayList<OperationRow>();
    boolean tell = false;
    for (var row : rows) {
      var step = OperationMachine.step(row.operation(), event);
      if (!step.next().equals(row.operation())) {
        changed.add(row.with(step.next()));
        tell |= step.afterCommit().contains(OperationEffect.SEND_CANCEL);
      }
    }
    repository.write(tx, changed);
    if (tell) {
      Changes.append(tx, ChangeKind.OPERATION, Scope.FLEET);
    }
    repository.settled(tx, changed);
    return changed;
  }
}

package io.murmuration.central.operation;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.Request;
import io.murmuration.central.operation.row.OperationRow;
import io.murmuration.central.store.AuditEntry;
import io.murmuration.central.store.AuditTrail;
import io.murmuration.central.store.ChangeNudge;
import io.murmuration.central.store.Commits;
import io.murmuration.central.store.Refs;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.operation.OperationId;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;

/** What people ask of operations that were ordered. Thread-safe; blocks. */
final class OperationService {
  private final Transactions transactions;
  private final Commits commits;
  private final Operations operations;
  private final ChangeNudge nudge;
  private final OperationViewRepository views = new OperationViewRepository();

  OperationService(
      Transactions transactions, Commits commits, Operations operations, ChangeNudge nudge) {
    this.transactions = transactions;
    this.commits = commits;
    this.operations = operations;
    this.nudge = nudge;
  }

  /**
   * @throws RefusedException 404 if there is no such subcloud
   */
  List<OperationView> page(OperationQuery query) {
    return transactions.inTx(tx -> {
      var ref = query.subcloud();
      if (ref == null) {
        return views.page(tx, query, null);
      }
      var subcloud =
          Refs.subcloud(tx, ref, Refs.Hold.NONE)
              .orElseThrow(() ->
                  new RefusedException(new ApiError.NotFound("Subcloud " + ref + " not found")));
      return views.page(tx, query, subcloud.id());
    });
  }

  /**
   * @throws RefusedException 404 if there is no such operation
   */
  OperationView show(String id) {
    return transactions.inTx(tx -> existing(tx, id));
  }

  /**
   * @throws RefusedException 404 if there is no such operation, 409 if it has ended
   */
  OperationView cancel(Request request, String id) {
    return change(
        request,
        id,
        "cancel operation",
        "It has ended already, or was asked to stop before",
        operations::cancel);
  }

  /**
   * @throws RefusedException 404 if there is no such operation, 409 if it is not unknown how it
   *     ended
   */
  OperationView settle(Request request, String id, OperationRules.Settlement settlement) {
    var details = "settled by " + request.caller().user() + ": " + settlement.details();
    return change(
        request,
        id,
        "settle operation",
        "Only what is of unknown outcome can be settled",
        (tx, ids) -> operations.settle(tx, ids, settlement.outcome(), details));
  }

  private OperationView change(
      Request request,
      String id,
      String what,
      String otherwise,
      BiFunction<Tx, List<OperationId>, List<OperationRow>> work) {
    var changed =
        commits.inTx(
            request.requestId(),
            tx -> {
              var before = existing(tx, id);
              AuditTrail.record(
                  tx,
                  AuditEntry.of(
                      request, what, "operation " + id + " of subcloud " + before.subcloudName()));
              if (work.apply(tx, List.of(before.operationId())).isEmpty()) {
                throw new RefusedException(
                    new ApiError.Conflict(
                        "operation: " + id + " is " + before.state() + ". " + otherwise + "."));
              }
              return existing(tx, id);
            });
    nudge.nudge();
    return changed;
  }

  private OperationView existing(Tx tx, String id) {
    return OperationRules.id(id)
        .flatMap((UUID known) -> views.find(tx, known))
        .orElseThrow(
            () -> new RefusedException(new ApiError.NotFound("Operation " + id + " not found")));
  }
}

package io.murmuration.central.node;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.Request;
import io.murmuration.central.store.AuditEntry;
import io.murmuration.central.store.AuditTrail;
import io.murmuration.central.store.Commits;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.schema.tx.Tx;
import java.util.List;

/** Use cases about nodes, each one transaction, at any node. Thread-safe; blocks. */
final class NodeService {
  private final Transactions transactions;
  private final Commits commits;
  private final Runnable nudge;
  private final NodeRepository repository = new NodeRepository();

  /**
   * @param nudge has every node look at the orders soon
   */
  NodeService(Transactions transactions, Commits commits, Runnable nudge) {
    this.transactions = transactions;
    this.commits = commits;
    this.nudge = nudge;
  }

  List<Node> all() {
    return transactions.inTx(tx -> repository.all(tx).newest());
  }

  Node show(String name) {
    return transactions.inTx(tx -> named(tx, name));
  }

  /**
   * The node shall have no agents. What was ordered before stays as it was.
   *
   * @throws RefusedException 404; 409 if no other node takes agents
   */
  Node drain(Request request, String name) {
    return order(
        request,
        tx -> {
          repository.lockOrders(tx);
          var node = named(tx, name);
          if (node.drain().isPresent()) {
            return;
          }
          if (repository.all(tx).besides(node).isEmpty()) {
            throw new RefusedException(
                new ApiError.Conflict(
                    "Node "
                        + name
                        + " cannot be drained: no other node takes agents now. Resume or start"
                        + " another one first; a node that is to stop needs no drain"));
          }
          repository.drain(tx, name, request.caller().user());
          AuditTrail.record(tx, AuditEntry.of(request, "drain node", "node " + name));
        },
        name);
  }

  /**
   * The node may have agents again. Nothing happens if it may already.
   *
   * @throws RefusedException 404
   */
  Node resume(Request request, String name) {
    return order(
        request,
        tx -> {
          repository.lockOrders(tx);
          if (named(tx, name).drain().isPresent()) {
            repository.resume(tx, name);
            AuditTrail.record(tx, AuditEntry.of(request, "resume node", "node " + name));
          }
        },
        name);
  }

  private interface Work {
    void in(Tx tx);
  }

  private Node order(Request request, Work work, String name) {
    var node =
        commits.inTx(
            request.requestId(),
            tx -> {
              work.in(tx);
              return named(tx, name);
            });
    nudge.run();
    return node;
  }

  private Node named(Tx tx, String name) {
    return repository
        .all(tx)
        .named(name)
        .orElseThrow(() -> new RefusedException(new ApiError.NotFound("Node not found")));
  }
}

package io.murmuration.central.drift;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.Request;
import io.murmuration.central.store.AuditEntry;
import io.murmuration.central.store.AuditTrail;
import io.murmuration.central.store.ChangeKind;
import io.murmuration.central.store.ChangeNudge;
import io.murmuration.central.store.Changes;
import io.murmuration.central.store.Commits;
import io.murmuration.central.store.ContentDigest;
import io.murmuration.central.store.Refs;
import io.murmuration.central.store.Refs.Hold;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.resource.Scope;
import java.util.List;

/** Use cases of drift policies, each one transaction. Thread-safe; blocks. */
final class DriftPolicyService {
  private final Transactions transactions;
  private final Commits commits;
  private final ChangeNudge nudge;
  private final DriftPolicyRepository repository = new DriftPolicyRepository();

  /**
   * @param nudge after a commit that changed something
   */
  DriftPolicyService(Transactions transactions, Commits commits, ChangeNudge nudge) {
    this.transactions = transactions;
    this.commits = commits;
    this.nudge = nudge;
  }

  List<Policy> all() {
    return transactions.inTx(repository::all);
  }

  Policy show(PolicyScope target) {
    return transactions.inTx(tx -> repository.of(tx, scope(tx, target, Hold.NONE)));
  }

  /**
   * What equals the present rules is no change.
   *
   * @param rules none means that the scope says nothing any more
   */
  Policy put(Request request, PolicyScope target, List<Rule> rules) {
    record Done(Policy policy, boolean changed) {}
    var done =
        commits.inTx(
            request.requestId(),
            tx -> {
              var next = new Policy(scope(tx, target, Hold.UNTIL_COMMIT), rules);
              boolean changed = store(tx, request, next);
              return new Done(repository.of(tx, next.scope()), changed);
            });
    if (done.changed) {
      nudge.nudge();
    }
    return done.policy;
  }

  private boolean store(Tx tx, Request request, Policy next) {
    var scope = next.scope();
    var before = repository.of(tx, scope);
    if (before.text().equals(next.text())) {
      return false;
    }
    var revision = Changes.append(tx, ChangeKind.DRIFT_POLICY, scope);
    repository.replace(tx, next, revision);
    AuditTrail.record(
        tx,
        AuditEntry.of(
                request,
                next.rules().isEmpty() ? "delete drift policy" : "update drift policy",
                scope.type() + " " + scope.scopeId())
            .at(revision)
            .with(ContentDigest.of(before.text()), ContentDigest.of(next.text())));
    return true;
  }

  private static Scope scope(Tx tx, PolicyScope target, Hold hold) {
    return switch (target) {
      case PolicyScope.Fleet _ -> Scope.FLEET;
      case PolicyScope.Group(var ref) ->
          new Scope.Group(
              Refs.group(tx, ref, hold).orElseThrow(() -> notFound("Subcloud Group not found")));
      case PolicyScope.Subcloud(var ref) ->
          new Scope.Subcloud(
              Refs.subcloud(tx, ref, hold)
                  .orElseThrow(() -> notFound("Subcloud not found"))
                  .id()
                  .value());
    };
  }

  private static RefusedException notFound(String detail) {
    return new RefusedException(new ApiError.NotFound(detail));
  }
}

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
import java.util.function.Function;

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

  /** What one scope says. */
  record Policy(Scope scope, List<StoredRule> rules) {
    Policy {
      rules = List.copyOf(rules);
    }
  }

  List<StoredRule> all() {
    return transactions.inTx(repository::all);
  }

  Policy show(PolicyScope target) {
    return transactions.inTx(tx -> {
      var scope = scope(tx, target, Hold.NONE);
      return new Policy(scope, repository.of(tx, scope));
    });
  }

  /**
   * What equals the present rules is no change.
   *
   * @param rules read once the scope is known to exist; none means that it says nothing any more
   */
  Policy put(Request request, PolicyScope target, Function<Scope, List<StoredRule>> rules) {
    var changed =
        commits.inTx(
            request.requestId(),
            tx -> {
              var scope = scope(tx, target, Hold.UNTIL_COMMIT);
              var next = new Policy(scope, rules.apply(scope));
              return store(tx, request, next) ? next : new Policy(scope, repository.of(tx, scope));
            });
    nudge.nudge();
    return changed;
  }

  private boolean store(Tx tx, Request request, Policy next) {
    var scope = next.scope();
    var before = repository.of(tx, scope);
    if (text(before).equals(text(next.rules()))) {
      return false;
    }
    var revision = Changes.append(tx, ChangeKind.DRIFT_POLICY, scope);
    repository.replace(tx, scope, revision, next.rules());
    AuditTrail.record(
        tx,
        AuditEntry.of(
                request,
                next.rules().isEmpty() ? "delete drift policy" : "update drift policy",
                scope.type() + " " + scope.scopeId())
            .at(revision)
            .with(ContentDigest.of(text(before)), ContentDigest.of(text(next.rules()))));
    return true;
  }

  private static String text(List<StoredRule> rules) {
    return rules.stream().map(StoredRule::toString).sorted().toList().toString();
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

package io.murmuration.central.desired;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Problem;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.Request;
import io.murmuration.central.store.AuditEntry;
import io.murmuration.central.store.AuditTrail;
import io.murmuration.central.store.ChangeKind;
import io.murmuration.central.store.Changes;
import io.murmuration.central.store.Commits;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.resource.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Use cases of {@code /v1.0/desired}: each one transaction. Thread-safe; blocks. */
final class DesiredService {
  static final Revision NEWEST = new Revision(Long.MAX_VALUE);
  private static final int HISTORY_SHOWN = 200;

  private final Transactions transactions;
  private final Commits commits;
  private final Consumer<Revision> committed;
  private final DesiredRepository repository = new DesiredRepository();

  /**
   * @param committed told of each revision, after its commit
   */
  DesiredService(Transactions transactions, Commits commits, Consumer<Revision> committed) {
    this.transactions = transactions;
    this.commits = commits;
    this.committed = committed;
  }

  /**
   * @param revision of the change; null if nothing differed (or it was a dry run)
   */
  record Outcome(Scope scope, @Nullable Revision revision, List<ItemChange> changes) {}

  /** The state of a scope. */
  record View(Scope scope, List<StoredItem> items) {}

  Outcome declare(Request request, ScopeRef target, List<DeclaredItem> items, boolean dryRun) {
    return change(
        request,
        dryRun,
        "declare configuration",
        tx -> {
          var scope = scope(tx, target);
          var current = repository.at(tx, List.of(scope), NEWEST);
          return new Outcome(scope, null, ItemChange.by(current, items));
        });
  }

  /** Makes the scope say again what it said at an earlier revision of its own. */
  Outcome rollBack(Request request, ScopeRef target, Revision to, boolean dryRun) {
    return change(
        request,
        dryRun,
        "roll back configuration to revision " + to.number(),
        tx -> {
          var scope = scope(tx, target);
          if (!to.equals(Revision.NONE) && !repository.isRevision(tx, scope, to)) {
            throw noSuchRevision("revision", to);
          }
          var then = repository.at(tx, List.of(scope), to);
          var now = repository.at(tx, List.of(scope), NEWEST);
          return new Outcome(scope, null, ItemChange.between(now, then));
        });
  }

  private Outcome change(
      Request request,
      boolean dryRun,
      String what,
      java.util.function.Function<Tx, Outcome> decide) {
    if (dryRun) {
      return transactions.inTx(decide);
    }
    var done =
        commits.inTx(
            request.requestId(),
            tx -> {
              var decided = decide.apply(tx);
              return decided.changes().isEmpty() ? decided : store(tx, request, what, decided);
            });
    var revision = done.revision();
    if (revision != null) {
      committed.accept(revision);
    }
    return done;
  }

  private Outcome store(Tx tx, Request request, String what, Outcome decided) {
    var scope = decided.scope();
    var items = decided.changes().stream().map(ItemChange::declared).toList();
    var revision = Changes.append(tx, ChangeKind.DESIRED, scope);
    repository.append(tx, scope, revision, items);
    AuditTrail.record(
        tx,
        AuditEntry.of(request, what, scope.type() + " " + scope.scopeId())
            .at(revision)
            .with(
                Fingerprint.of(decided.changes(), ItemChange::before),
                Fingerprint.of(decided.changes(), ItemChange::after)));
    return new Outcome(scope, revision, decided.changes());
  }

  View show(ScopeRef target) {
    return transactions.inTx(tx -> {
      var scope = scope(tx, target);
      return new View(scope, repository.at(tx, List.of(scope), NEWEST));
    });
  }

  List<StoredItem> everywhere() {
    return transactions.inTx(repository::everywhere);
  }

  /** What a subcloud shall have: for each key the nearest scope that has an opinion. */
  View effective(String subcloud) {
    return transactions.inTx(tx -> {
      var member = repository.subcloud(tx, subcloud).orElseThrow(DesiredService::noSubcloud);
      List<Scope> scopes =
          List.of(Scope.FLEET, new Scope.Group(member.group()), new Scope.Subcloud(member.id()));
      var stored = repository.at(tx, scopes, NEWEST);
      return new View(scopes.getLast(), EffectiveRules.nearest(scopes, stored));
    });
  }

  List<Version> history(ScopeRef target) {
    return transactions.inTx(tx -> repository.history(tx, scope(tx, target), HISTORY_SHOWN));
  }

  Outcome diff(ScopeRef target, Revision from, Revision to) {
    return transactions.inTx(tx -> {
      var scope = scope(tx, target);
      var before = repository.at(tx, List.of(scope), from);
      var after = repository.at(tx, List.of(scope), to);
      return new Outcome(scope, null, ItemChange.between(before, after));
    });
  }

  private Scope scope(Tx tx, ScopeRef target) {
    return switch (target) {
      case ScopeRef.Fleet _ -> Scope.FLEET;
      case ScopeRef.Group(var ref) ->
          new Scope.Group(
              repository.group(tx, ref).orElseThrow(() -> notFound("Subcloud Group not found")));
      case ScopeRef.Subcloud(var ref) ->
          new Scope.Subcloud(
              repository.subcloud(tx, ref).orElseThrow(DesiredService::noSubcloud).id());
    };
  }

  private static RefusedException noSubcloud() {
    return notFound("Subcloud not found");
  }

  private static RefusedException notFound(String detail) {
    return new RefusedException(new ApiError.NotFound(detail));
  }

  private static RefusedException noSuchRevision(String field, Revision given) {
    return new RefusedException(
        new ApiError.Invalid(
            List.of(
                new Problem(
                    field,
                    Long.toString(given.number()),
                    "a revision of this scope (see its history), or 0 for nothing declared"))));
  }

  /** The nearest opinion per key. */
  private static final class EffectiveRules {
    static List<StoredItem> nearest(List<Scope> scopes, List<StoredItem> stored) {
      var nearest = new TreeMap<io.murmuration.sync.model.ItemKey, StoredItem>();
      for (var scope : scopes) {
        for (var item : stored) {
          if (item.scope().equals(scope)
              && item.presence() != io.murmuration.sync.resource.Presence.REMOVED) {
            nearest.put(item.key(), item);
          }
        }
      }
      return new ArrayList<>(nearest.values());
    }
  }
}

package io.murmuration.central.desired;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Problem;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.Request;
import io.murmuration.central.desired.type.ItemTypes;
import io.murmuration.central.store.AuditEntry;
import io.murmuration.central.store.AuditTrail;
import io.murmuration.central.store.ChangeKind;
import io.murmuration.central.store.Changes;
import io.murmuration.central.store.Commits;
import io.murmuration.central.store.PayloadSeal;
import io.murmuration.central.store.Refs;
import io.murmuration.central.store.Refs.Hold;
import io.murmuration.schema.tx.Isolation;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.resource.Presence;
import io.murmuration.sync.resource.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Use cases of {@code /v1.0/desired}: each one transaction. Thread-safe; blocks. */
final class DesiredService {
  static final Revision NEWEST = new Revision(Long.MAX_VALUE);
  private static final int HISTORY_SHOWN = 200;

  private final Transactions transactions;
  private final Commits commits;
  private final Consumer<Revision> committed;
  private final PayloadSeal seal;
  private final DesiredRepository repository;

  /**
   * @param seal for what is secret
   * @param committed told of each revision, after its commit
   */
  DesiredService(
      Transactions transactions, Commits commits, PayloadSeal seal, Consumer<Revision> committed) {
    this.seal = seal;
    this.repository = new DesiredRepository(seal);
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
          var scope = dryRun ? scope(tx, target, Hold.NONE) : scopeToChange(tx, target);
          var current = repository.at(tx, List.of(scope), NEWEST);
          return new Outcome(scope, null, ItemChange.by(current, items));
        });
  }

  /**
   * Makes the scope say again what it said at an earlier revision of its own. What sources say is
   * theirs alone: it stays.
   */
  Outcome rollBack(Request request, ScopeRef target, Revision to, boolean dryRun) {
    return change(
        request,
        dryRun,
        "roll back configuration to revision " + to.number(),
        tx -> {
          var scope = dryRun ? scope(tx, target, Hold.NONE) : scopeToChange(tx, target);
          if (!to.equals(Revision.NONE) && !repository.isRevision(tx, scope, to)) {
            throw noSuchRevision("revision", to);
          }
          var then = repository.at(tx, List.of(scope), to);
          var now = repository.at(tx, List.of(scope), NEWEST);
          return new Outcome(scope, null, declarable(ItemChange.between(now, then)));
        });
  }

  private static List<ItemChange> declarable(List<ItemChange> changes) {
    return changes.stream()
        .filter(change -> ItemTypes.find(change.key().type()).isPresent())
        .toList();
  }

  private Outcome change(
      Request request, boolean dryRun, String what, Function<Tx, Outcome> decide) {
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
                Fingerprint.of(decided.changes(), ItemChange::before, seal),
                Fingerprint.of(decided.changes(), ItemChange::after, seal)));
    return new Outcome(scope, revision, decided.changes());
  }

  View show(ScopeRef target) {
    return transactions.inTx(tx -> {
      var scope = scope(tx, target, Hold.NONE);
      return new View(scope, repository.at(tx, List.of(scope), NEWEST));
    });
  }

  List<StoredItem> everywhere() {
    return transactions.inTx(repository::everywhere);
  }

  /** What a subcloud shall have: for each key the nearest scope that has an opinion. */
  View effective(String ref) {
    // One snapshot: the items are those of the group that the subcloud is in.
    return transactions.inTx(
        Isolation.REPEATABLE_READ,
        tx -> {
          var subcloud = Refs.subcloud(tx, ref, Hold.NONE).orElseThrow(DesiredService::noSubcloud);
          var scopes =
              List.of(
                  Scope.FLEET,
                  new Scope.Group(subcloud.group()),
                  new Scope.Subcloud(subcloud.id().value()));
          var stored = repository.at(tx, scopes, NEWEST);
          return new View(scopes.getLast(), EffectiveRules.nearest(scopes, stored));
        });
  }

  List<Version> history(ScopeRef target) {
    return transactions.inTx(
        tx -> repository.history(tx, scope(tx, target, Hold.NONE), HISTORY_SHOWN));
  }

  Outcome diff(ScopeRef target, Revision from, Revision to) {
    return transactions.inTx(tx -> {
      var scope = scope(tx, target, Hold.NONE);
      var before = repository.at(tx, List.of(scope), from);
      var after = repository.at(tx, List.of(scope), to);
      return new Outcome(scope, null, ItemChange.between(before, after));
    });
  }

  /** Its newest state stays the newest until the commit: what is decided from it stays true. */
  private Scope scopeToChange(Tx tx, ScopeRef target) {
    var scope = scope(tx, target, Hold.UNTIL_COMMIT);
    repository.lock(tx, scope);
    return scope;
  }

  private static Scope scope(Tx tx, ScopeRef target, Hold hold) {
    return switch (target) {
      case ScopeRef.Fleet _ -> Scope.FLEET;
      case ScopeRef.Group(var ref) ->
          new Scope.Group(
              Refs.group(tx, ref, hold).orElseThrow(() -> notFound("Subcloud Group not found")));
      case ScopeRef.Subcloud(var ref) ->
          new Scope.Subcloud(
              Refs.subcloud(tx, ref, hold).orElseThrow(DesiredService::noSubcloud).id().value());
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
      var nearest = new TreeMap<ItemKey, StoredItem>();
      for (var scope : scopes) {
        for (var item : stored) {
          if (item.scope().equals(scope) && item.presence() != Presence.REMOVED) {
            nearest.put(item.key(), item);
          }
        }
      }
      return new ArrayList<>(nearest.values());
    }
  }
}

package io.murmuration.central.desired;

import io.murmuration.central.api.Caller;
import io.murmuration.central.store.AuditEntry;
import io.murmuration.central.store.AuditTrail;
import io.murmuration.central.store.ChangeKind;
import io.murmuration.central.store.Changes;
import io.murmuration.central.store.Commits;
import io.murmuration.central.store.PayloadSeal;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.Revision;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Takes what sources at the centre say as what is wanted: one revision per snapshot that differs,
 * whatever the number of items, and not a row for one that does not. Thread-safe; blocks.
 */
public final class SourceSnapshots {
  private final Commits commits;
  private final PayloadSeal seal;
  private final Supplier<String> requestIds;
  private final Consumer<Revision> committed;
  private final DesiredRepository repository;
  private final SourceHoldRepository holds = new SourceHoldRepository();

  /**
   * @param requestIds unique names, for the audit trail
   * @param committed told of each revision, after its commit
   */
  public SourceSnapshots(
      Commits commits,
      PayloadSeal seal,
      Supplier<String> requestIds,
      Consumer<Revision> committed) {
    this.commits = commits;
    this.seal = seal;
    this.requestIds = requestIds;
    this.committed = committed;
    this.repository = new DesiredRepository(seal);
  }

  /** What became of a snapshot. */
  public sealed interface Outcome {
    /** It says what was wanted already. */
    record Unchanged() implements Outcome {}

    record Committed(Revision revision, int changes) implements Outcome {}

    /** It would delete much: nothing of it counts until an operator confirms. */
    record Withheld(int deletions, int known) implements Outcome {}
  }

  /**
   * @param fence first in the transaction; throws if whoever read the snapshot may not commit it
   * @throws io.murmuration.central.api.RefusedException 503 if the database was lost
   */
  public Outcome commit(SourceSnapshot snapshot, Consumer<Tx> fence) {
    var requestId = requestIds.get();
    var outcome =
        commits.inTx(
            requestId,
            tx -> {
              fence.accept(tx);
              return commit(tx, snapshot, requestId);
            });
    if (outcome instanceof Outcome.Committed(var revision, _)) {
      committed.accept(revision);
    }
    return outcome;
  }

  private Outcome commit(Tx tx, SourceSnapshot snapshot, String requestId) {
    repository.lock(tx, snapshot.scope());
    var current = repository.at(tx, List.of(snapshot.scope()), DesiredService.NEWEST);
    var changes = SourceRules.changes(current, snapshot);
    if (changes.isEmpty()) {
      holds.forget(tx, snapshot);
      return new Outcome.Unchanged();
    }
    var surprising = SourceRules.surprising(current, snapshot);
    if (!surprising.isEmpty() && !holds.isConfirmed(tx, snapshot, surprising)) {
      return new Outcome.Withheld(surprising.size(), current.size());
    }
    holds.forget(tx, snapshot);
    var revision = Changes.append(tx, ChangeKind.DESIRED, snapshot.scope());
    repository.append(
        tx, snapshot.scope(), revision, changes.stream().map(ItemChange::declared).toList());
    var source = new Caller("source:" + snapshot.source(), "", Set.of(), "");
    var target = snapshot.scope().type() + " " + snapshot.scope().scopeId();
    AuditTrail.record(
        tx,
        AuditEntry.of(requestId, source, "take over " + snapshot.kind(), target)
            .at(revision)
            .with(
                Fingerprint.of(changes, ItemChange::before, seal),
                Fingerprint.of(changes, ItemChange::after, seal)));
    return new Outcome.Committed(revision, changes.size());
  }
}

package io.murmuration.central.recovery;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Problem;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.Request;
import io.murmuration.central.store.AuditEntry;
import io.murmuration.central.store.AuditTrail;
import io.murmuration.central.store.ChangeKind;
import io.murmuration.central.store.Changes;
import io.murmuration.central.store.Commits;
import io.murmuration.schema.tx.Isolation;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.Lineage;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.resource.Scope;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recovers the hub: begins a hub epoch, above all revisions that anybody told of, with a revision
 * of the whole fleet that says what was wanted before. What sites hold of the lost time is theirs
 * until somebody decides about it. Thread-safe; blocks.
 */
final class RecoveryService {
  private static final Logger LOG = LoggerFactory.getLogger(RecoveryService.class);

  private final Transactions transactions;
  private final Commits commits;
  private final Supplier<UUID> lineages;
  private final Consumer<Revision> committed;
  private final RecoveryRepository repository = new RecoveryRepository();

  /**
   * @param lineages random
   * @param committed told of each revision, after its commit
   */
  RecoveryService(
      Transactions transactions,
      Commits commits,
      Supplier<UUID> lineages,
      Consumer<Revision> committed) {
    this.transactions = transactions;
    this.commits = commits;
    this.lineages = lineages;
    this.committed = committed;
  }

  /** Where the hub stands. */
  record View(HubFacts hub, List<RecoveryRepository.Begun> eras, int conflicts, int undecided) {}

  /**
   * What an operator orders.
   *
   * @param epoch the one that is to end: an order that comes twice recovers once
   * @param shared the last revision that the backup had; null to rely on what the nodes noticed
   */
  record Order(long epoch, @Nullable Revision shared, String reason) {}

  /**
   * The epoch that began.
   *
   * @param revision of the fleet, the first in it
   * @param tokens that were open and are withdrawn
   */
  record Recovered(Lineage lineage, Revision first, Revision revision, int tokens) {}

  View show() {
    return transactions.inTx(
        Isolation.REPEATABLE_READ,
        tx -> {
          var conflicts = repository.conflicts(tx);
          return new View(
              repository.facts(tx), repository.eras(tx), conflicts.all(), conflicts.undecided());
        });
  }

  Recovered recover(Request request, Order order) {
    var done = commits.inTx(request.requestId(), tx -> recover(tx, request, order));
    LOG.warn(
        "recovered: epoch {} begins at {}; what sites hold of former epochs from {} on is lost",
        done.lineage().hubEpoch(),
        done.revision(),
        done.first());
    committed.accept(done.revision());
    return done;
  }

  private Recovered recover(Tx tx, Request request, Order order) {
    var hub = repository.lock(tx);
    if (hub.lineage().hubEpoch() != order.epoch()) {
      throw new RefusedException(
          new ApiError.Conflict(
              "epoch: %d (expected: %d, the present one; if that began just now, the hub is recovered already)"
                  .formatted(order.epoch(), hub.lineage().hubEpoch())));
    }
    var shared = order.shared();
    if (shared != null && shared.isAfter(hub.revision())) {
      throw new RefusedException(
          new ApiError.Invalid(
              List.of(
                  new Problem(
                      "shared-revision",
                      Long.toString(shared.number()),
                      "at most %d, the newest that there is".formatted(hub.revision().number())))));
    }
    var plan = RecoveryRules.plan(hub, shared, repository.joined(tx), repository.highestHeld(tx));
    var lineage = new Lineage(plan.epoch(), lineages.get().toString());
    repository.begin(tx, plan, lineage, order.reason());
    int tokens = repository.withdrawOpenTokens(tx);
    var kinds = repository.kinds(tx);
    var revision = Changes.append(tx, ChangeKind.DESIRED, Scope.FLEET);
    repository.moveHeads(tx, revision, kinds);
    AuditTrail.record(
        tx,
        AuditEntry.of(request, "recover hub", "hub epoch " + plan.epoch() + ": " + order.reason())
            .at(revision));
    return new Recovered(lineage, plan.first(), revision, tokens);
  }
}

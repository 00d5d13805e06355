package io.murmuration.central.cluster;

import io.murmuration.central.cluster.HubRepository.Hub;
import io.murmuration.central.cluster.HubRepository.Poll;
import io.murmuration.central.store.Change;
import io.murmuration.schema.tx.Isolation;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.port.Digester;
import io.murmuration.sync.resource.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;

/**
 * {@link HubSource} over PostgreSQL. What is read comes from one REPEATABLE READ transaction, so
 * that a subcloud's row, its scopes and the revision they are called by belong together.
 *
 * <p>Cost of {@code advance}: one statement in one round trip if nothing changed, because every
 * read of a caller waits for that; else the transaction, with one statement for the changes, one
 * more if items changed and one more if subclouds changed, however many.
 */
final class HubLoader implements HubSource {
  /** More changes than this at once are cheaper read as a whole. */
  private static final int MANY = 5_000;

  private final Transactions transactions;
  private final HubRepository repository;
  private final Digester digester;

  HubLoader(Transactions transactions, HubRepository repository, Digester digester) {
    this.transactions = transactions;
    this.repository = repository;
    this.digester = digester;
  }

  @Override
  public HubSnapshot load() {
    return transactions.inTx(Isolation.REPEATABLE_READ, this::load);
  }

  /**
   * @throws DatabaseWentBackException if what this node knows is not there
   */
  @Override
  public Advance advance(HubSnapshot known) {
    var hub = transactions.statement(repository::hub);
    return isKnown(hub, known)
        ? new Advance.Read(known, List.of())
        : transactions.inTx(Isolation.REPEATABLE_READ, tx -> advance(tx, known));
  }

  private static boolean isKnown(Hub hub, HubSnapshot known) {
    return hub.revision().equals(known.revision())
        && hub.lineage().equals(known.epochs().current())
        && Objects.equals(hub.hold(), known.hold());
  }

  private Advance advance(Tx tx, HubSnapshot known) {
    var poll = repository.poll(tx, known.revision(), MANY);
    if (isNewEra(poll.hub(), known)) {
      return new Advance.Gap(load(tx), "hub epoch " + poll.hub().lineage().hubEpoch() + " began");
    }
    if (!Objects.equals(poll.hub().hold(), known.hold())) {
      return new Advance.Gap(
          load(tx), poll.hub().hold() == null ? "the hub is held no longer" : "the hub is held");
    }
    if (poll.rows() == MANY) {
      return new Advance.Gap(load(tx), "many changes at once");
    }
    long expected = poll.hub().revision().number() - known.revision().number();
    if (poll.rows() != expected) {
      return new Advance.Gap(load(tx), poll.rows() + " changes (expected: " + expected + ")");
    }
    return read(tx, known, poll);
  }

  private Advance read(Tx tx, HubSnapshot known, Poll poll) {
    List<Change> changes = poll.changes();
    var delta = new HubDelta(known, changes);
    if (delta.touchesEverySubcloud()) {
      return new Advance.Gap(load(tx), "a change of all subclouds");
    }
    var heads = delta.heads();
    var touched = delta.touched();
    var next =
        delta.next(
            poll.hub().revision(),
            touched.isEmpty() ? List.of() : repository.subclouds(tx, touched),
            heads.isEmpty() ? List.of() : repository.scopes(tx, heads),
            delta.touchesDrift() ? repository.driftRules(tx) : null);
    return new Advance.Read(next, changes);
  }

  private static boolean isNewEra(Hub hub, HubSnapshot known) {
    var current = known.epochs().current();
    if (hub.lineage().hubEpoch() > current.hubEpoch()) {
      return true;
    }
    if (!hub.lineage().equals(current) || known.revision().isAfter(hub.revision())) {
      throw new DatabaseWentBackException(
          "database: %s of epoch %d (expected: %s of epoch %d, or newer): was it restored?"
              .formatted(
                  hub.revision(), hub.lineage().hubEpoch(), known.revision(), current.hubEpoch()));
    }
    return false;
  }

  private HubSnapshot load(Tx tx) {
    var hub = repository.hub(tx);
    var items = new HashMap<Scope, KindItems>();
    HubDelta.merge(repository.scopes(tx), items, _ -> KindItems.NONE);
    var groups = new HashMap<Long, KindItems>();
    items.forEach((scope, of) -> {
      if (scope instanceof Scope.Group(long id)) {
        groups.put(id, of);
      }
    });
    var subclouds = new HashMap<SubcloudId, SubcloudScopes>();
    for (var row : repository.subclouds(tx)) {
      var id = row.view().id();
      var own = items.getOrDefault(new Scope.Subcloud(id.value()), KindItems.NONE);
      subclouds.put(id, new SubcloudScopes(row.view(), row.former(), own));
    }
    return new HubSnapshot(
        hub.revision(),
        new HubEpochs(repository.eras(tx)),
        hub.hold(),
        items.getOrDefault(Scope.FLEET, KindItems.NONE),
        groups,
        subclouds,
        repository.driftRules(tx),
        new WantedFolds(digester));
  }
}

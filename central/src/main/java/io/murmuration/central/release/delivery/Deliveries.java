package io.murmuration.central.release.delivery;

import io.murmuration.central.api.Feature;
import io.murmuration.central.certificate.AgentIdentity;
import io.murmuration.central.operation.Operations;
import io.murmuration.central.release.fetch.FetchGrants;
import io.murmuration.central.release.registry.DeliveryGuard;
import io.murmuration.central.release.vault.Content;
import io.murmuration.central.release.vault.Sha256;
import io.murmuration.central.store.ChangeNudge;
import io.murmuration.central.store.Commits;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.schema.tx.Tx;
import java.util.Optional;

/** What the rest of the feature asks of deliveries. Thread-safe. */
public final class Deliveries implements DeliveryGuard, FetchGrants {
  private final Transactions transactions;
  private final DeliveryRepository repository = new DeliveryRepository();

  public Deliveries(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public void requireNone(Tx tx, String releaseId) {
    repository.requireNone(tx, releaseId);
  }

  @Override
  public Optional<Content> granted(AgentIdentity caller, Sha256 artefact) {
    return transactions.statement(tx -> repository.granted(tx, caller, artefact));
  }

  /** The REST side. */
  public Feature routes(
      Commits commits, Operations operations, LiveDeliveries live, ChangeNudge nudge) {
    return new DeliveryRoutes(new DeliveryService(transactions, commits, operations, nudge), live);
  }
}

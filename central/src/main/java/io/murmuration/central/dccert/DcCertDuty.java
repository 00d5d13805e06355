package io.murmuration.central.dccert;

import io.murmuration.central.api.Caller;
import io.murmuration.central.cluster.lease.Lease;
import io.murmuration.central.cluster.lease.LeaseLostException;
import io.murmuration.central.store.AuditEntry;
import io.murmuration.central.store.AuditTrail;
import io.murmuration.central.store.DatabaseFailures;
import io.murmuration.central.store.PayloadSeal;
import io.murmuration.proto.canonical.CanonicalJson;
import io.murmuration.proto.canonical.InvalidJsonException;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.Revision;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives every subcloud an intermediate CA and renews it in time, at the one node that holds the
 * lease. What is wanted and what is noted about it are one transaction, fenced by the lease: a node
 * that lost it in the middle of issuing stores nothing. A certificate that was issued and not
 * stored is never used by anybody.
 *
 * <p>One thread.
 */
public final class DcCertDuty {
  public static final String NAME = "dc-cert";

  /** In one transaction: keeps the hub's order of changes taken for some tens of milliseconds. */
  private static final int BATCH = 250;

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Caller CALLER = new Caller("source:" + NAME, "", Set.of(), "");
  private static final Logger LOG = LoggerFactory.getLogger(DcCertDuty.class);

  private final Lease lease;
  private final Transactions transactions;
  private final DcCertRepository repository;
  private final DcCertSitesRepository sites = new DcCertSitesRepository();
  private final Issuer issuer;
  private final RenewalRules rules;
  private final World world;

  /**
   * Ports to what is around.
   *
   * @param requestIds unique names, for the audit trail
   * @param committed told of the newest revision of each transaction, after its commit
   */
  public record World(
      InstantSource clock, Supplier<String> requestIds, Consumer<Revision> committed) {}

  DcCertDuty(
      Lease lease,
      Transactions transactions,
      PayloadSeal seal,
      Issuer issuer,
      RenewalRules rules,
      World world) {
    this.lease = lease;
    this.transactions = transactions;
    this.repository = new DcCertRepository(seal);
    this.issuer = issuer;
    this.rules = rules;
    this.world = world;
  }

  /** Looks once, and issues what is due. Blocks. Does nothing while another node has the duty. */
  public void look() {
    var epoch = lease.epoch();
    if (epoch.isEmpty()) {
      return;
    }
    try {
      look(epoch.getAsLong());
    } catch (DataAccessException e) {
      if (!DatabaseFailures.isAway(e)) {
        throw e;
      }
      LOG.warn("{}: not issued, the database failed: {}", NAME, e.getMessage());
    } catch (LeaseLostException e) {
      LOG.info("{}: {}", NAME, e.getMessage());
    }
  }

  /**
   * @param renewed in the last hour
   */
  private record Known(List<Site> sites, int renewed) {}

  private void look(long epoch) {
    var now = world.clock().instant();
    var known =
        transactions.inTx(tx -> {
          lease.fence(tx, epoch);
          repository.confirm(tx);
          return new Known(sites.all(tx), repository.renewedSince(tx, now.minus(HOUR)));
        });
    var roots = issuer.roots();
    if (roots.isEmpty()) {
      return;
    }
    var change = RootChange.of(roots.get(), known.sites(), rules.absence(), now);
    var due = new RenewalPlan(rules).due(now, known.sites(), change, known.renewed());
    for (int from = 0; from < due.size() && lease.holds(); from += BATCH) {
      issue(epoch, due.subList(from, Math.min(from + BATCH, due.size())), change);
    }
  }

  private void issue(long epoch, List<Order> orders, RootChange change) {
    var issued = issuer.issue(orders, change);
    if (issued.isEmpty()) {
      return;
    }
    var revision = transactions.inTx(tx -> store(tx, epoch, issued));
    if (revision != null) {
      world.committed().accept(revision);
    }
    LOG.info(
        "{}: stage={} due={} issued={} first={}",
        NAME,
        change.stage(),
        orders.size(),
        issued.size(),
        issued.getFirst().order().reason());
  }

  private @Nullable Revision store(Tx tx, long epoch, List<Issued> issued) {
    lease.fence(tx, epoch);
    var payloads = issued.stream().map(DcCertDuty::payload).toList();
    var revision = repository.store(tx, issued, payloads, world.clock().instant());
    if (revision != null) {
      AuditTrail.record(
          tx,
          AuditEntry.of(
                  world.requestIds().get(),
                  CALLER,
                  "issue certificates of admin endpoints",
                  issued.size() + " subclouds")
              .at(revision));
    }
    return revision;
  }

  private static Payload payload(Issued issued) {
    try {
      return Payload.of(
          CanonicalJson.print(
              Map.of(
                  "certificate", issued.certificate(),
                  "key", issued.key(),
                  "roots", issued.roots())));
    } catch (InvalidJsonException _) {
      throw new IllegalStateException("PEM cannot be written as JSON");
    }
  }
}

package io.murmuration.central.software;

import io.murmuration.central.cluster.lease.Lease;
import io.murmuration.central.cluster.lease.LeaseLostException;
import io.murmuration.central.store.ChangeKind;
import io.murmuration.central.store.ChangeNudge;
import io.murmuration.central.store.Changes;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.sync.endpoint.AuditReference;
import io.murmuration.sync.resource.Scope;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the system controller what it has, and stores what changed under a new revision. Equal
 * answers write nothing. One node does it, by lease; what it stores is fenced by it. One thread.
 */
public final class ReferencePoll {
  public static final String NAME = "audit-reference";

  /** Between two calls of {@link #look}; most of them do nothing. */
  public static final Duration PAUSE = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(ReferencePoll.class);

  private final Lease lease;
  private final ReferenceSource source;
  private final Transactions transactions;
  private final ReferenceRepository repository = new ReferenceRepository();
  private final ChangeNudge nudge;
  private final LongSupplier nanoTime;
  private final Duration period;
  private long lookedAs;
  private long lookedNanos;

  /**
   * @param lease of {@link #NAME}
   * @param nanoTime monotonic
   * @param period between two looks
   */
  public ReferencePoll(
      Lease lease,
      ReferenceSource source,
      Transactions transactions,
      ChangeNudge nudge,
      LongSupplier nanoTime,
      Duration period) {
    this.lease = lease;
    this.source = source;
    this.transactions = transactions;
    this.nudge = nudge;
    this.nanoTime = nanoTime;
    this.period = period;
  }

  /**
   * Looks, if it is time to: at once after the duty came to this node, then each period. Blocks.
   * Does nothing while another node holds the duty.
   */
  public void look() {
    var held = lease.epoch();
    if (held.isEmpty()) {
      return;
    }
    long now = nanoTime.getAsLong();
    if (lookedAs == held.getAsLong() && now - lookedNanos < period.toNanos()) {
      return;
    }
    lookedAs = held.getAsLong();
    lookedNanos = now;
    lookAs(lookedAs);
  }

  private void lookAs(long epoch) {
    try {
      var known = transactions.inTx(repository::find);
      var now = ReferenceRules.after(known, source);
      if (!now.equals(known)) {
        store(now, epoch)
            .ifPresent(stored -> {
              LOG.info("audit reference: changed, revision={}", stored.revision());
              nudge.nudge();
            });
      }
    } catch (DataAccessException e) {
      LOG.warn("audit reference: not looked at, the database failed: {}", e.getMessage());
    } catch (LeaseLostException e) {
      LOG.info("audit reference: {}", e.getMessage());
    }
  }

  /** Empty if an equal one was stored meanwhile. */
  private Optional<AuditReference> store(AuditReference wanted, long epoch) {
    return transactions.inTx(tx -> {
      lease.fence(tx, epoch);
      var known = repository.find(tx);
      if (wanted.at(known.revision()).equals(known)) {
        return Optional.<AuditReference>empty();
      }
      var revision = Changes.append(tx, ChangeKind.REFERENCE, Scope.FLEET);
      var stored = wanted.at(revision.number());
      repository.store(tx, stored);
      return Optional.of(stored);
    });
  }
}

package io.murmuration.central.identity;

import io.murmuration.central.api.RefusedException;
import io.murmuration.central.cluster.lease.Lease;
import io.murmuration.central.cluster.lease.LeaseLostException;
import io.murmuration.central.desired.SourceSnapshot;
import io.murmuration.central.desired.SourceSnapshots;
import io.murmuration.proto.keystone.IdentityType;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.resource.Scope;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the central Keystone, while this node holds the duty, and commits what differs. A look
 * at one that has not changed costs it a statement and us nothing.
 *
 * <p>A version counts as seen once its commit is known. If a node lost the duty between reading and
 * committing, the lease's epoch on its row keeps the older snapshot out.
 */
public final class IdentityDuty {
  public static final String NAME = "identity-source";

  /** What the source is called in the audit trail and to operators. */
  public static final String SOURCE = "keystone";

  /** Everything is compared again so often, whatever the version says. */
  private static final Duration WHOLE_AGAIN = Duration.ofMinutes(10);

  private static final Logger LOG = LoggerFactory.getLogger(IdentityDuty.class);

  private static final Set<String> TYPES =
      Stream.of(IdentityType.values()).map(IdentityType::wireName).collect(Collectors.toSet());

  /** Keystone forgets them itself, once the tokens that they end would have ended anyway. */
  private static final Set<String> FADING = Set.of(IdentityType.REVOCATION_EVENT.wireName());

  private final Lease lease;
  private final IdentityOrigin origin;
  private final SourceSnapshots snapshots;
  private final LongSupplier nanoTime;
  private Optional<String> seen = Optional.empty();
  private long wholeNanos;
  private long epoch;
  private String trouble = "";

  /**
   * @param lease of {@link #NAME}
   * @param nanoTime monotonic
   */
  public IdentityDuty(
      Lease lease, IdentityOrigin origin, SourceSnapshots snapshots, LongSupplier nanoTime) {
    this.lease = lease;
    this.origin = origin;
    this.snapshots = snapshots;
    this.nanoTime = nanoTime;
  }

  /** Looks once. Blocks. Does nothing while another node holds the duty. One at a time. */
  public synchronized void look() {
    var held = lease.epoch();
    if (held.isEmpty()) {
      seen = Optional.empty();
      return;
    }
    if (held.getAsLong() != epoch || nanoTime.getAsLong() - wholeNanos > WHOLE_AGAIN.toNanos()) {
      seen = Optional.empty();
      epoch = held.getAsLong();
    }
    try {
      var began = nanoTime.getAsLong();
      var reading = origin.read(seen);
      if (reading.isPresent()) {
        boolean counts = commit(reading.get());
        if (seen.isEmpty()) {
          wholeNanos = began;
        }
        seen = counts ? Optional.of(reading.get().version()) : Optional.empty();
      }
      well();
    } catch (OriginAwayException e) {
      ill("the central Keystone " + e.getMessage());
    } catch (RefusedException | DataAccessException e) {
      ill("not committed: " + e.getMessage());
    } catch (LeaseLostException e) {
      seen = Optional.empty();
      LOG.info("identity source: {}", e.getMessage());
    }
  }

  /** Whether it counts; one that waits for an operator is offered again. */
  private boolean commit(IdentityOrigin.Reading reading) {
    var snapshot =
        new SourceSnapshot(SOURCE, Scope.FLEET, Kind.IDENTITY, TYPES, FADING, reading.items());
    return switch (snapshots.commit(snapshot, tx -> lease.fence(tx, epoch))) {
      case SourceSnapshots.Outcome.Unchanged _ -> true;
      case SourceSnapshots.Outcome.Committed(var revision, int changes) -> {
        LOG.info("identity source: revision={} changes={}", revision, changes);
        yield true;
      }
      case SourceSnapshots.Outcome.Withheld(int deletions, int known) -> {
        ill("withheld until an operator confirms, deletions=" + deletions + " of=" + known);
        yield false;
      }
    };
  }

  /** A line when it begins or changes, not one per look. */
  private void ill(String why) {
    if (!why.equals(trouble)) {
      LOG.warn("identity source: {}", why);
      trouble = why;
    }
  }

  private void well() {
    if (!trouble.isEmpty() && seen.isPresent()) {
      LOG.info("identity source: well again");
      trouble = "";
    }
  }
}

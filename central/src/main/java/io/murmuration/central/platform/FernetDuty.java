package io.murmuration.central.platform;

import io.murmuration.central.cluster.lease.Lease;
import io.murmuration.central.cluster.lease.LeaseLostException;
import io.murmuration.central.platform.IntentRepository.Intent;
import io.murmuration.schema.tx.Transactions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the fernet keys rotated on schedule. The effect lies outside the database and must not happen
 * twice in a row, since each rotation drops the oldest key and with it tokens that are in use:
 *
 * <ol>
 *   <li>an intent row that holds the highest key id is committed, fenced by the lease;
 *   <li>the command runs;
 *   <li>the keys are read: a rotation makes the staged key the primary one, under the next id. So a
 *       higher id than the intent's proves that it happened, whoever ran the command and whatever
 *       became of that node.
 * </ol>
 *
 * <p>A command that ended its work only after the look is found out before the next one is begun.
 *
 * <p>The first rotation is a whole period after the first look: what rotated the keys before is not
 * known. One thread.
 */
public final class FernetDuty {
  static final String NAME = "fernet-rotation";
  private static final String STARTED = "schedule started";
  private static final String ROTATED = "rotated";
  private static final Duration FAILED_PAUSE = Duration.ofHours(1);
  private static final Logger LOG = LoggerFactory.getLogger(FernetDuty.class);

  private final ControllerPlatform controller;
  private final FernetRotation rotation;
  private final Duration period;
  private final Transactions transactions;
  private final InstantSource clock;
  private final IntentRepository repository = new IntentRepository();

  /**
   * @param period zero: never
   */
  public FernetDuty(
      ControllerPlatform controller,
      FernetRotation rotation,
      Duration period,
      Transactions transactions,
      InstantSource clock) {
    this.controller = controller;
    this.rotation = rotation;
    this.period = period;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Rotates if it is time to. Blocks.
   *
   * @param epoch under which {@code lease} is held
   */
  void look(Lease lease, long epoch) {
    if (period.isZero()) {
      return;
    }
    try {
      var open = transactions.inTx(tx -> repository.open(tx, NAME));
      if (open.isPresent()) {
        settle(lease, epoch, open.get(), "not rotated: the node that began it stopped");
      } else if (isDue(lease, epoch)) {
        rotate(lease, epoch);
      }
    } catch (LeaseLostException e) {
      LOG.info("{}: {}", NAME, e.getMessage());
    }
  }

  private boolean isDue(Lease lease, long epoch) {
    var now = clock.instant();
    return transactions.inTx(tx -> {
      var last = repository.last(tx, NAME);
      if (last.isEmpty()) {
        lease.fence(tx, epoch);
        repository.note(tx, NAME, epoch, now, STARTED);
        return false;
      }
      var outcome = last.get().outcome();
      boolean succeeded = outcome.equals(ROTATED) || outcome.equals(STARTED);
      var success = repository.lastOf(tx, NAME, ROTATED, STARTED);
      return !now.isBefore(success.plus(period))
          && (succeeded || !now.isBefore(last.get().endedAt().plus(FAILED_PAUSE)));
    });
  }

  private void rotate(Lease lease, long epoch) {
    var before = highestKey();
    if (before.isEmpty()) {
      return; // the log says why; without it nobody could tell afterwards whether it happened
    }
    if (isDoneByNow(lease, epoch, before.getAsLong())) {
      return;
    }
    var intent =
        transactions.inTx(tx -> {
          lease.fence(tx, epoch);
          return repository.begin(
              tx, NAME, Long.toString(before.getAsLong()), epoch, clock.instant());
        });
    LOG.info("{}: begun intent={}", NAME, intent.id());
    var failure = rotation.rotate();
    settle(lease, epoch, intent, failure.map(why -> "not rotated: " + why).orElse("not rotated"));
  }

  /** A command that was given up may have done its work after its intent was settled. */
  private boolean isDoneByNow(Lease lease, long epoch, long highest) {
    boolean done =
        transactions.inTx(tx -> {
          var last = repository.last(tx, NAME).orElseThrow();
          boolean failed = !last.outcome().equals(ROTATED) && !last.outcome().equals(STARTED);
          boolean moved = failed && highest > Long.parseLong(last.before());
          if (moved) {
            lease.fence(tx, epoch);
            repository.note(tx, NAME, epoch, clock.instant(), ROTATED);
          }
          return moved;
        });
    if (done) {
      LOG.info("{}: rotated already by the command before", NAME);
    }
    return done;
  }

  /** What the keys say counts, not what the command said. */
  private void settle(Lease lease, long epoch, Intent intent, String otherwise) {
    var now = highestKey();
    if (now.isEmpty()) {
      return; // stays open, and nothing else is begun
    }
    var outcome = now.getAsLong() > Long.parseLong(intent.before()) ? ROTATED : otherwise;
    transactions.runInTx(tx -> {
      lease.fence(tx, epoch);
      repository.end(tx, intent.id(), clock.instant(), outcome);
    });
    LOG.info("{}: ended intent={} outcome={}", NAME, intent.id(), outcome);
  }

  private OptionalLong highestKey() {
    var keys = controller.fernetKeys();
    return keys.isEmpty() || keys.get().isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(keys.get().lastKey());
  }
}

package io.murmuration.central.cluster.lease;

import io.murmuration.central.alarm.AlarmRecordRepository;
import io.murmuration.central.alarm.AlarmRecordRepository.SiteAvailability;
import io.murmuration.central.cluster.LiveEntry;
import io.murmuration.central.cluster.LiveStream;
import io.murmuration.central.cluster.lease.OrphanRepository.Orphan;
import io.murmuration.schema.tx.Transactions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions of a node that died: claimed, and their subclouds written offline. Not before one node
 * lease plus one silence after the node was first seen dead, so that its agents had the time to
 * dial another node, and the node itself to come back; and counted anew after any query that
 * failed, because a duty that could not see the database could not have seen a renewal either.
 *
 * <p>The race with a reconnecting agent: (1) the session is seen under epoch 7, (2) the agent dials
 * another node, which claims it with epoch 8, (3) our claim tests epoch 7 on the session's row and
 * finds nothing to do.
 *
 * <p>One thread.
 */
public final class OrphanDuty {
  /** Between two looks, while this node holds the lease. */
  public static final Duration PAUSE = Duration.ofSeconds(5);

  public static final String NAME = "orphans";

  private static final Duration FORGET_NODES_AFTER = Duration.ofHours(1);
  private static final Logger LOG = LoggerFactory.getLogger(OrphanDuty.class);

  private final Lease lease;
  private final Transactions transactions;
  private final OrphanRepository repository = new OrphanRepository();
  private final AlarmRecordRepository alarms = new AlarmRecordRepository();
  private final LiveStream live;
  private final LongSupplier nanoTime;
  private final Duration patience;
  private final String reason;
  private final Map<UUID, Dead> dead = new HashMap<>();
  private long epoch;

  /**
   * @param lease of {@link #NAME}
   * @param silence after which a subcloud counts as offline
   */
  public OrphanDuty(
      Lease lease,
      Transactions transactions,
      LiveStream live,
      LongSupplier nanoTime,
      Duration silence) {
    this.lease = lease;
    this.transactions = transactions;
    this.live = live;
    this.nanoTime = nanoTime;
    this.patience = NodeLease.TERM.plus(silence);
    this.reason = "the central node that held its stream is gone, and it has not come back";
  }

  /** Looks once. Blocks. Does nothing while another node holds the duty. */
  public void look() {
    var held = lease.epoch();
    if (held.isEmpty() || held.getAsLong() != epoch) {
      dead.clear();
    }
    if (held.isEmpty()) {
      return;
    }
    try {
      if (held.getAsLong() != epoch) {
        long taken = held.getAsLong();
        transactions.runInTx(tx -> {
          lease.fence(tx, taken);
          repository.forgetNodes(tx, FORGET_NODES_AFTER);
        });
        epoch = taken;
      }
      watch();
      claimDue();
    } catch (DataAccessException e) {
      dead.clear();
      LOG.warn("orphans: counting anew, the database failed: {}", e.getMessage());
    } catch (LeaseLostException e) {
      dead.clear();
      LOG.info("orphans: {}", e.getMessage());
    }
  }

  private void watch() {
    long now = nanoTime.getAsLong();
    transactions.runInTx(tx -> {
      var expired = repository.expiredNodes(tx);
      dead.keySet().retainAll(expired);
      for (var node : expired) {
        if (!dead.containsKey(node)) {
          dead.put(node, new Dead(now, repository.orphans(tx, node)));
        }
      }
    });
  }

  private void claimDue() {
    for (var node : List.copyOf(dead.keySet())) {
      var seen = dead.get(node);
      if (seen == null || nanoTime.getAsLong() - seen.sinceNanos < patience.toNanos()) {
        continue;
      }
      if (!seen.orphans.isEmpty()) {
        live.publish(claim(node, seen.orphans));
      }
      dead.remove(node); // looked at anew: it may have accepted streams since
    }
  }

  private List<LiveEntry> claim(UUID node, List<Orphan> orphans) {
    List<LiveEntry> entries =
        transactions.inTx(tx -> {
          lease.fence(tx, epoch);
          if (!repository.stillExpired(tx, node)) {
            return List.<LiveEntry>of();
          }
          var claimed = repository.claim(tx, node, orphans, reason);
          var all = new ArrayList<>(claimed);
          all.addAll(repository.makeUnknown(tx, claimed, reason));
          alarms.sites(
              tx, claimed.stream().map(entry -> SiteAvailability.lost(entry.id())).toList());
          return all;
        });
    LOG.info(
        "orphans: node={} sessions={} claimed={}",
        node,
        orphans.size(),
        entries.stream().filter(LiveEntry.OfSite.class::isInstance).count());
    return entries;
  }

  /**
   * @param sinceNanos first seen dead, without a failed query since
   */
  private record Dead(long sinceNanos, List<Orphan> orphans) {}
}

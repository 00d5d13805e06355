package io.murmuration.central.subcloud.status;

import io.murmuration.central.cluster.LiveEntry.Confirmation;
import io.murmuration.central.subcloud.status.SubcloudFacts.Endpoint;
import io.murmuration.sync.model.SyncStatus;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What follows from the rows. Pure. */
final class StatusRules {
  private StatusRules() {}

  /**
   * A status that says in-sync was written for the revision beside it: if more is wanted by now, it
   * is not true any more, even if no node has said so yet.
   *
   * @param live what this node heard of the site since the row was written; null if nothing
   */
  static Explained explain(Endpoint row, @Nullable Confirmation live, Instant now) {
    var confirmed = confirmed(row, live, now);
    if (row.status() == SyncStatus.IN_SYNC && row.newestWanted().isAfter(row.wanted())) {
      return new Explained(
          row.type(),
          SyncStatus.OUT_OF_SYNC,
          row.newestWantedAt(),
          "revision %d is wanted by now; what the site made of it is not known yet"
              .formatted(row.newestWanted().number()),
          row.newestWanted(),
          row.held(),
          confirmed);
    }
    var wanted = row.newestWanted().isAfter(row.wanted()) ? row.newestWanted() : row.wanted();
    return new Explained(
        row.type(), row.status(), row.since(), row.reason(), wanted, row.held(), confirmed);
  }

  /** Heartbeats confirm in memory only, so what this node heard is newer than the row. */
  private static @Nullable Confirmation confirmed(
      Endpoint row, @Nullable Confirmation live, Instant now) {
    if (live != null || row.confirmedAt() == null) {
      return live;
    }
    return new Confirmation(age(row.confirmedAt(), now), true);
  }

  /** Never negative: clocks of the database's transactions may cross by a little. */
  static Duration age(Instant since, Instant now) {
    var age = Duration.between(since, now);
    return age.isNegative() ? Duration.ZERO : age;
  }
}

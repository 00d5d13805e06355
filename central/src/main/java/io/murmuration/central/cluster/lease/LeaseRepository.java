package io.murmuration.central.cluster.lease;

import io.murmuration.schema.tx.Tx;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** The table {@code lease}. Expiry is judged by the database's clock alone. */
final class LeaseRepository {
  /**
   * Renews the holder's own lease, or takes a free or expired one over with the next epoch. A
   * holder whose own lease ran out also gets the next epoch: somebody else may have acted
   * meanwhile.
   *
   * @return the epoch held, or empty if another node holds the lease
   */
  Optional<Long> take(Tx tx, String duty, UUID holder, Duration term) {
    return tx.sql()
        .fetchOptional(
            """
            INSERT INTO lease (duty, holder, epoch, expires_at)
            VALUES (?, ?, 1, clock_timestamp() + ? * interval '1 millisecond')
            ON CONFLICT (duty) DO UPDATE
            SET epoch = CASE
                  WHEN lease.holder = excluded.holder AND lease.expires_at > clock_timestamp()
                  THEN lease.epoch ELSE lease.epoch + 1 END,
                holder = excluded.holder,
                expires_at = clock_timestamp() + ? * interval '1 millisecond'
            WHERE lease.holder IS NOT DISTINCT FROM excluded.holder
               OR lease.expires_at <= clock_timestamp()
            RETURNING epoch
            """,
            duty,
            holder,
            term.toMillis(),
            term.toMillis())
        .map(row -> row.get("epoch", Long.class));
  }

  /** Locks the lease's row until the transaction ends; false if it is not held any more. */
  boolean fence(Tx tx, String duty, UUID holder, long epoch) {
    return tx.sql()
        .fetchOptional(
            """
            SELECT 1 FROM lease
            WHERE duty = ? AND holder = ? AND epoch = ? AND expires_at > clock_timestamp()
            FOR SHARE
            """,
            duty,
            holder,
            epoch)
        .isPresent();
  }

  void giveUp(Tx tx, String duty, UUID holder, long epoch) {
    tx.sql()
        .execute(
            """
            UPDATE lease SET expires_at = clock_timestamp()
            WHERE duty = ? AND holder = ? AND epoch = ?
            """,
            duty,
            holder,
            epoch);
  }
}

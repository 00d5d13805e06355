package io.murmuration.central.cluster.lease;

import io.murmuration.schema.tx.Transactions;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** A lease that is held from the start, in time that stands still. */
public final class TestLease {
  private TestLease() {}

  public static Lease held(String duty, Transactions transactions) {
    var lease = free(duty, transactions);
    lease.renew();
    return lease;
  }

  /** One that this node does not hold. */
  public static Lease free(String duty, Transactions transactions) {
    var nanos = new AtomicLong();
    return new Lease(duty, new UUID(0, 1), Duration.ofHours(1), transactions, nanos::get);
  }

  /** Another node takes the duty, and this one has not noticed. */
  public static void lose(String duty, Transactions transactions) {
    transactions.runInTx(tx ->
        tx.sql()
            .execute(
                "UPDATE lease SET holder = ?, epoch = epoch + 1 WHERE duty = ?",
                new UUID(0, 2),
                duty));
  }
}

package io.murmuration.central.cluster.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.cluster.NodeIdentity;
import io.murmuration.schema.testing.TestDatabase;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
final class NodeLeaseTest {
  @AutoClose private final TestDatabase database = TestDatabase.fresh();
  private final AtomicLong nanos = new AtomicLong();
  private final NodeIdentity node = new NodeIdentity(new UUID(0, 1), "a");

  @Test
  void closedLeaseIsFreeAtOnce() {
    try (var lease = start()) {
      assertThat(lease.holds()).isTrue();
      assertThat(live()).isEqualTo(1);
    }
    assertThat(live()).isZero();
  }

  @Test
  void nodeThatCannotRenewKnowsItByItsOwnClock() {
    try (var lease = start()) {
      database.execute("ALTER TABLE node RENAME TO away");
      nanos.addAndGet(NodeLease.TERM.toNanos());
      assertThat(lease.holds()).isFalse();
      database.execute("ALTER TABLE away RENAME TO node");
    }
  }

  private NodeLease start() {
    return NodeLease.start(
        database.database().transactions(),
        node,
        "127.0.0.1",
        nanos::get,
        (where, bug) -> {
          throw new AssertionError(where, bug);
        });
  }

  private int live() {
    return database
        .database()
        .transactions()
        .inTx(tx ->
            tx.sql()
                .fetchSingle("SELECT count(*) FROM node WHERE lease_until > clock_timestamp()")
                .get(0, Integer.class));
  }
}

package io.murmuration.central.cluster.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.murmuration.schema.testing.TestDatabase;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
final class LeaseTest {
  private static final Duration TERM = Duration.ofSeconds(30);

  @AutoClose private final TestDatabase database = TestDatabase.fresh();
  private final AtomicLong nanos = new AtomicLong();
  private final Lease a = lease(1);
  private final Lease b = lease(2);

  @Test
  void leaseEpochGrowsAndStaleHolderIsFenced() {
    a.renew();
    b.renew();
    assertThat(a.epoch()).hasValue(1);
    assertThat(b.holds()).isFalse();
    expire();
    b.renew();
    assertThat(b.epoch()).hasValue(2);
    // by its own clock the former holder still believes in its term
    assertThat(a.epoch()).hasValue(1);
    assertThatThrownBy(() -> write(a, 1)).isInstanceOf(LeaseLostException.class);
    write(b, 2);
    a.renew();
    assertThat(a.holds()).isFalse();
  }

  @Test
  void renewalKeepsTheEpoch() {
    a.renew();
    a.renew();
    assertThat(a.epoch()).hasValue(1);
  }

  @Test
  void ownLeaseThatRanOutGetsANewEpoch() {
    a.renew();
    expire();
    a.renew();
    assertThat(a.epoch()).hasValue(2);
    assertThatThrownBy(() -> write(a, 1)).isInstanceOf(LeaseLostException.class);
  }

  @Test
  void holderStopsHalfATermAfterItsLastRenewal() {
    a.renew();
    nanos.addAndGet(TERM.toNanos() / 2 - 1);
    assertThat(a.holds()).isTrue();
    nanos.addAndGet(1);
    assertThat(a.holds()).isFalse();
    a.renew();
    assertThat(a.epoch()).hasValue(1);
  }

  @Test
  void givenUpLeaseIsFreeAtOnce() {
    a.renew();
    a.giveUp();
    b.renew();
    assertThat(a.holds()).isFalse();
    assertThat(b.epoch()).hasValue(2);
  }

  private Lease lease(long holder) {
    return new Lease(
        "test", new UUID(0, holder), TERM, database.database().transactions(), nanos::get);
  }

  private void write(Lease lease, long epoch) {
    database.database().transactions().runInTx(tx -> lease.fence(tx, epoch));
  }

  private void expire() {
    database.execute("UPDATE lease SET expires_at = clock_timestamp() - interval '1 s'");
  }
}

package io.murmuration.central.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.certificate.SettableClock;
import io.murmuration.central.cluster.lease.Lease;
import io.murmuration.central.cluster.lease.TestLease;
import io.murmuration.schema.testing.TestDatabase;
import io.murmuration.schema.tx.Transactions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("database")
@Timeout(60)
final class FernetDutyTest {
  private static final Duration WEEK = Duration.ofDays(7);

  @AutoClose private final TestDatabase database = TestDatabase.fresh();
  private final Transactions transactions = database.database().transactions();
  private final Lease lease = TestLease.held(PlatformSource.NAME, transactions);
  private final SettableClock clock = new SettableClock();
  private final FakeController controller = new FakeController();
  private Optional<String> answer = Optional.empty();
  private boolean works = true;
  private int runs;

  // times are advanced by a little more: the database keeps microseconds
  private final FernetDuty duty = duty(WEEK);

  private FernetDuty duty(Duration period) {
    return new FernetDuty(controller, this::rotate, period, transactions, clock);
  }

  private Optional<String> rotate() {
    runs++;
    assertThat(outcomes()).as("the intent is there before the effect").endsWith("begun");
    if (works) {
      controller.fernetKeys = FakeController.keys(0, 2, 2L + runs);
    }
    return answer;
  }

  private void look() {
    duty.look(lease, lease.epoch().orElseThrow());
  }

  private List<String> outcomes() {
    return transactions.inTx(tx ->
        tx.sql()
            .fetch("SELECT coalesce(outcome, 'begun') FROM intent ORDER BY id")
            .map(row -> row.get(0, String.class)));
  }

  @Test
  void theFirstRotationIsAPeriodAfterTheFirstLookAndEachOtherOneAfterThat() {
    look();
    clock.advance(WEEK.minusSeconds(1));
    look();
    assertThat(runs).isZero();
    clock.advance(Duration.ofSeconds(2));
    look();
    look();
    assertThat(runs).isOne();
    clock.advance(WEEK.plusMillis(1));
    look();
    assertThat(runs).isEqualTo(2);
    assertThat(outcomes()).containsExactly("schedule started", "rotated", "rotated");
  }

  @Test
  void aRotationWhoseNodeDiedIsFoundOutFromTheKeysAndNotRunAgain() {
    look();
    clock.advance(WEEK.plusMillis(1));
    begunBySomebody();
    controller.fernetKeys = FakeController.keys(0, 2, 3);
    look();
    look();
    assertThat(runs).isZero();
    assertThat(outcomes()).containsExactly("schedule started", "rotated");
  }

  @Test
  void aRotationThatNeverBeganIsRunAfterAWhile() {
    look();
    clock.advance(WEEK.plusMillis(1));
    begunBySomebody();
    look();
    look();
    assertThat(runs).isZero();
    clock.advance(Duration.ofHours(1).plusMillis(1));
    look();
    assertThat(runs).isOne();
    assertThat(outcomes()).endsWith("rotated");
  }

  private void begunBySomebody() {
    database.execute(
        """
        INSERT INTO intent (duty, before, leader_epoch, begun_at)
        VALUES ('fernet-rotation', '2', 1, clock_timestamp())
        """);
  }

  @Test
  void whileTheKeysCannotBeReadNothingIsBegunOrSettled() {
    look();
    clock.advance(WEEK.plusMillis(1));
    controller.fernetKeys = Optional.empty();
    look();
    assertThat(runs).isZero();
    begunBySomebody();
    look();
    assertThat(outcomes()).endsWith("begun");
  }

  @Test
  void aCommandThatFailsIsTriedAgainAfterAnHourAndSaysWhy() {
    look();
    clock.advance(WEEK.plusMillis(1));
    works = false;
    answer = Optional.of("rotate ends with code 1");
    look();
    look();
    assertThat(runs).isOne();
    assertThat(outcomes()).endsWith("not rotated: rotate ends with code 1");
    works = true;
    answer = Optional.empty();
    clock.advance(Duration.ofHours(1).plusMillis(1));
    look();
    assertThat(outcomes()).endsWith("rotated");
  }

  @Test
  void aCommandThatFailedAfterItsWorkCountsAsDone() {
    look();
    clock.advance(WEEK.plusMillis(1));
    answer = Optional.of("rotate ends with code 1");
    look();
    assertThat(outcomes()).endsWith("rotated");
  }

  @Test
  void aCommandThatDidItsWorkAfterItWasGivenUpIsNotRunAgain() {
    look();
    clock.advance(WEEK.plusMillis(1));
    works = false;
    answer = Optional.of("rotate did not end within 1 m");
    look();
    controller.fernetKeys = FakeController.keys(0, 2, 3);
    clock.advance(Duration.ofHours(1).plusMillis(1));
    look();
    look();
    assertThat(runs).isOne();
    assertThat(outcomes()).endsWith("rotated");
    clock.advance(WEEK.minusSeconds(1));
    look();
    assertThat(runs).as("a period from when it was noticed").isOne();
  }

  @Test
  void aNodeThatLostTheDutyRotatesNothing() {
    look();
    clock.advance(WEEK.plusMillis(1));
    TestLease.lose(PlatformSource.NAME, transactions);
    look();
    assertThat(runs).isZero();
    assertThat(outcomes()).containsExactly("schedule started");
  }

  @Test
  void aPeriodOfZeroNeverRotates() {
    var never = duty(Duration.ZERO);
    never.look(lease, 1);
    clock.advance(WEEK.multipliedBy(100));
    never.look(lease, 1);
    assertThat(outcomes()).isEmpty();
  }
}

package io.murmuration.central.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.proto.GoAway;
import io.murmuration.sync.model.SubcloudId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class IntakeTest {
  private static final SubcloudId ONE = new SubcloudId(1);
  private static final SubcloudId TWO = new SubcloudId(2);
  private static final Farewell WORDS =
      new Farewell(GoAway.Reason.DRAINING, "drained", Duration.ZERO, List.of("b:1"));

  private final AtomicLong nanos = new AtomicLong();
  private final Intake intake = new Intake(nanos::get);

  @Test
  void whileItIsOpenEverybodyIsTaken() {
    assertThat(intake.refusal(ONE)).isEmpty();
    assertThat(intake.returned()).isZero();
  }

  @Test
  void whileItIsClosedAgentsAreSentElsewhereUntilTheyHaveFoundNobody() {
    intake.close(() -> WORDS);
    for (int i = 0; i < Intake.TRIES; i++) {
      assertThat(intake.refusal(ONE)).contains(WORDS);
    }
    assertThat(intake.refusal(TWO)).contains(WORDS);
    assertThat(intake.refusal(ONE)).isEmpty();
    assertThat(intake.keeps(ONE)).isTrue();
    assertThat(intake.keeps(TWO)).isFalse();
    assertThat(intake.returned()).isEqualTo(1);
  }

  @Test
  void whoWasKeptIsSentAwayOnceMoreAfterAWhile() {
    intake.close(() -> WORDS);
    for (int i = 0; i <= Intake.TRIES; i++) {
      intake.refusal(ONE);
    }
    nanos.addAndGet(Intake.STAY.toNanos());
    assertThat(intake.keeps(ONE)).isFalse();
    intake.left(ONE);
    assertThat(intake.refusal(ONE)).contains(WORDS);
    assertThat(intake.sentAway()).isEqualTo(1);
  }

  @Test
  void nodeThatStopsTakesNobody() {
    intake.closeForGood(() -> WORDS);
    for (int i = 0; i < 2 * Intake.TRIES; i++) {
      assertThat(intake.refusal(ONE)).contains(WORDS);
    }
  }

  @Test
  void openedAgainItHasForgottenWhoCame() {
    intake.close(() -> WORDS);
    intake.refusal(ONE);
    intake.left(TWO);
    intake.open();
    assertThat(intake.refusal(ONE)).isEmpty();
    assertThat(intake.sentAway()).isZero();
    intake.close(() -> WORDS);
    assertThat(intake.refusal(ONE)).contains(WORDS);
  }
}

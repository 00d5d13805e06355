package io.murmuration.central.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AuditSweepsTest {
  private static final SubcloudId ONE = new SubcloudId(1);
  private static final SubcloudId TWO = new SubcloudId(2);
  private static final SessionEpoch STREAM = new SessionEpoch(1, 7);

  private final AtomicLong nanos = new AtomicLong();
  private final AuditSweeps sweeps = new AuditSweeps(nanos::get);

  @Test
  void aSweepIsCompleteWhenEveryLaneAskedAndEveryStreamAnswered() {
    long id = sweeps.begin(2);
    sweeps.asked(id, Map.of(ONE, STREAM));
    sweeps.answered(id, ONE, STREAM, true);
    assertThat(result(id).complete()).isFalse();
    sweeps.asked(id, Map.of(TWO, STREAM));
    sweeps.answered(id, TWO, STREAM, false);

    assertThat(result(id).complete()).isTrue();
    assertThat(result(id).answered()).isEqualTo(2);
    assertThat(result(id).inSync()).isEqualTo(1);
  }

  @Test
  void anAgentCountsOnceAndOnlyForTheStreamThatWasAsked() {
    long id = asked();
    sweeps.answered(id, ONE, new SessionEpoch(1, 6), true);
    sweeps.answered(id, new SubcloudId(9), STREAM, true);
    assertThat(result(id).answered()).isZero();
    sweeps.answered(id, ONE, STREAM, true);
    sweeps.answered(id, ONE, STREAM, true);

    assertThat(result(id).answered()).isEqualTo(1);
    assertThat(result(id).complete()).isFalse();
  }

  @Test
  void aSiteThatCannotBeReadIsCountedApart() {
    long id = asked();
    sweeps.unreadable(id, ONE, STREAM);
    sweeps.answered(id, TWO, STREAM, true);

    assertThat(result(id).unreadable()).isEqualTo(1);
    assertThat(result(id).complete()).isTrue();
  }

  @Test
  void theEndOfAStreamIsAnAnswerToo() {
    long id = asked();
    sweeps.answered(id, TWO, STREAM, true);
    sweeps.ended(ONE, new SessionEpoch(1, 6));
    assertThat(result(id).complete()).isFalse();
    sweeps.ended(ONE, STREAM);

    assertThat(result(id).unanswered()).isEqualTo(1);
    assertThat(result(id).complete()).isTrue();
  }

  @Test
  void whoDoesNotAnswerIsNotWaitedForForever() {
    long id = asked();
    sweeps.answered(id, ONE, STREAM, true);
    nanos.addAndGet(Duration.ofMinutes(5).toNanos());

    assertThat(result(id).complete()).isTrue();
    assertThat(result(id).unanswered()).isEqualTo(1);
    assertThat(result(id).elapsed()).isEqualTo(Duration.ofMinutes(2));
    sweeps.answered(id, TWO, STREAM, true);
    assertThat(result(id).answered()).isEqualTo(1);
  }

  private long asked() {
    long id = sweeps.begin(1);
    sweeps.asked(id, Map.of(ONE, STREAM, TWO, STREAM));
    return id;
  }

  private AuditSweep.Result result(long id) {
    return sweeps.result(id).orElseThrow();
  }
}

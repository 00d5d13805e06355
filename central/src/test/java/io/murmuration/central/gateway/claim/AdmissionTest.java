package io.murmuration.central.gateway.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private final Admission admission = new Admission(10, new SplittableRandom(1), 0);

  private int admitted(int tries, Duration at) {
    int admitted = 0;
    for (int i = 0; i < tries; i++) {
      admitted += admission.tryAdmit(at.toNanos()) ? 1 : 0;
    }
    return admitted;
  }

  @Test
  void burstAndThenTheRate() {
    assertThat(admitted(100, Duration.ZERO)).isEqualTo(10);
    assertThat(admitted(100, Duration.ofMillis(500))).isEqualTo(5);
    assertThat(admitted(100, Duration.ofMinutes(1))).isEqualTo(10);
  }

  @Test
  void whoIsRefusedComesBackLaterTheMoreThereAre() {
    admitted(11, Duration.ZERO);
    assertThat(admission.comeBackAfter()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(2));
    admitted(100, Duration.ZERO);
    assertThat(admission.comeBackAfter()).isGreaterThan(Duration.ofSeconds(10));
  }
}

package io.murmuration.central.gateway.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.sync.model.SubcloudId;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private final Admission admission = new Admission(10, new SplittableRandom(1), 0);

  private int admitted(int tries, Duration at) {
    int admitted = 0;
    for (int i = 1; i <= tries; i++) {
      admitted += admission.tryAdmit(new SubcloudId(i), at.toNanos()) ? 1 : 0;
    }
    return admitted;
  }

  @Test
  void subcloudThatDialsWithoutEndUsesUpItsOwnShareOnly() {
    var wide = new Admission(100, new SplittableRandom(1), 0);
    int greedy = 0;
    for (int i = 0; i < 1000; i++) {
      greedy += wide.tryAdmit(new SubcloudId(1), 0) ? 1 : 0;
    }
    assertThat(greedy).isEqualTo(Admission.OWN_BURST);
    assertThat(wide.comeBackAfter()).isLessThan(Duration.ofSeconds(2));
    for (int id = 2; id <= 91; id++) {
      assertThat(wide.tryAdmit(new SubcloudId(id), 0)).isTrue();
    }
    assertThat(wide.tryAdmit(new SubcloudId(1), Duration.ofSeconds(1).toNanos())).isTrue();
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

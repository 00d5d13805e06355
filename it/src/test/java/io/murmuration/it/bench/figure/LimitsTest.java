package io.murmuration.it.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LimitsTest {
  private final Report report = new Report();

  @Test
  void missedLimitIsSaidInWordsAndCostsTheExitCode() {
    report.put("ratio", 2.25);
    report.put("seconds", 3L);
    var limits = new Limits(true);

    limits.most(report, "seconds", 3);
    assertThat(limits.exitCode()).isZero();

    limits.most(report, "ratio", 2);
    assertThat(limits.missed()).containsExactly("ratio: 2.250 (expected: at most 2.0)");
    assertThat(limits.exitCode()).isEqualTo(1);
  }

  @Test
  void whoJustLooksIsToldAllTheSame() {
    report.put("ratio", 2.25);
    var limits = new Limits(false);

    limits.most(report, "ratio", 2);

    assertThat(limits.missed()).hasSize(1);
    assertThat(limits.exitCode()).isZero();
  }
}

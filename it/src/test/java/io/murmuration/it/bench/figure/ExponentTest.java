package io.murmuration.it.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExponentTest {
  @Test
  void whatDoublesWithItsSizeHasExponentOne() {
    var points = List.of(new Point(1_000, 30), new Point(2_000, 60), new Point(10_000, 300));

    assertThat(Exponent.fit(points)).isCloseTo(1, within(1e-9));
  }

  @Test
  void whatStaysTheSameHasExponentZeroAndSquaresHaveTwo() {
    assertThat(Exponent.fit(List.of(new Point(1, 7), new Point(9, 7)))).isZero();
    assertThat(Exponent.fit(List.of(new Point(1, 3), new Point(4, 48), new Point(10, 300))))
        .isCloseTo(2, within(1e-9));
  }

  @Test
  void oneSizeAloneTellsNothing() {
    assertThatThrownBy(() -> Exponent.fit(List.of(new Point(5, 1), new Point(5, 2))))
        .hasMessageContaining("expected: two different x");
    assertThatThrownBy(() -> Exponent.fit(List.of(new Point(5, 0), new Point(6, 2))))
        .hasMessageContaining("expected: positive ones");
  }
}

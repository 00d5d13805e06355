package io.murmuration.central.subcloud.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusWordsTest {
  @ParameterizedTest
  @CsvSource({
    "PT0.9S, 0 s",
    "PT59.999S, 59 s",
    "PT60S, 1 min 0 s",
    "PT59M59S, 59 min 59 s",
    "PT1H, 1 h 0 min",
    "PT23H59M59S, 23 h 59 min",
    "PT24H, 1 d 0 h",
    "PT8779H, 365 d 19 h",
  })
  void aDurationHasItsTwoLargestUnits(Duration length, String words) {
    assertThat(StatusWords.duration(length)).isEqualTo(words);
  }

  @Test
  void nothingIsOlderThanNow() {
    var now = Instant.parse("2026-04-09T07:15:22Z");

    assertThat(StatusRules.age(now.plusMillis(3), now)).isEqualTo(Duration.ZERO);
  }
}

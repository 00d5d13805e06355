package io.murmuration.agent.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff =
      new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60), new SplittableRandom(1));

  @Test
  void theBoundDoublesUpToTheLongest() {
    var bounds = new long[] {1, 2, 4, 8, 16, 32, 60, 60, 60};
    for (int round = 0; round < 200; round++) {
      backoff.reset();
      for (var bound : bounds) {
        assertThat(backoff.next()).isBetween(Duration.ZERO, Duration.ofSeconds(bound));
      }
    }
  }

  @Test
  void delaysAreSpreadOverTheWholeRange() {
    var delays = new ArrayList<Duration>();
    for (int i = 0; i < 1_000; i++) {
      backoff.reset();
      delays.add(backoff.next());
    }
    assertThat(delays).anyMatch(delay -> delay.toMillis() < 50);
    assertThat(delays).anyMatch(delay -> delay.toMillis() > 950);
  }

  @Test
  void aFirmNoWaitsInTheLongestRangeAtOnce() {
    var longest = Duration.ZERO;
    for (int i = 0; i < 50; i++) {
      backoff.reset();
      var delay = backoff.longest();
      longest = delay.compareTo(longest) > 0 ? delay : longest;
    }
    assertThat(longest).isGreaterThan(Duration.ofSeconds(30));
  }

  @Test
  void boundsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(
            () -> new Backoff(Duration.ZERO, Duration.ofSeconds(1), new SplittableRandom(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

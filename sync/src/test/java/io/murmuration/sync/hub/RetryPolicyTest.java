package io.murmuration.sync.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
  @Test
  void thePauseDoublesUpToItsBound() {
    var policy = RetryPolicy.DEFAULT;

    assertThat(policy.delay(1)).isEqualTo(Duration.ofSeconds(2));
    assertThat(policy.delay(2)).isEqualTo(Duration.ofSeconds(4));
    assertThat(policy.delay(5)).isEqualTo(Duration.ofSeconds(32));
    assertThat(policy.delay(9)).isEqualTo(Duration.ofMinutes(5));
    assertThat(policy.delay(Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(5));
  }
}

package io.murmuration.central.gateway.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.sync.hub.KindMachine;
import io.murmuration.sync.hub.RetryPolicy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RehearsalTest {
  @Test
  void everySiteIsPushedToInEachRoundAndAnswersAreUnderstood() {
    var nanos = new AtomicLong();
    var rehearsal =
        new Rehearsal(new KindMachine(RetryPolicy.DEFAULT), () -> nanos.addAndGet(1_000));
    int pushes = rehearsal.run(Duration.ofMillis(20));
    assertThat(pushes).isGreaterThan(1_000).matches(made -> made % 500 == 0, "whole rounds");
  }
}

package io.murmuration.central.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class HealthTest {
  private final AtomicLong now = new AtomicLong();

  private record Check(String name, Supplier<Facts> answer) implements HealthCheck {
    @Override
    public Facts check() {
      return answer.get();
    }
  }

  private static HealthCheck.Facts good() {
    return new HealthCheck.Facts(true, Map.of("members", 3));
  }

  @Test
  void oneFailingPartMakesTheNodeFail() {
    var broken =
        new Check(
            "broken",
            () -> {
              throw new IllegalStateException("it is gone");
            });
    var checks = List.<HealthCheck>of(new Check("good", HealthTest::good), broken);
    try (var health = new Health(Map.of("node", "a"), checks, now::get)) {
      var report = health.report();
      assertThat(report.healthy()).isFalse();
      assertThat(report.document())
          .containsEntry("status", "failing")
          .containsEntry("node", "a")
          .containsEntry(
              "checks",
              Map.of(
                  "good", Map.of("healthy", true, "members", 3),
                  "broken", Map.of("healthy", false, "error", "it is gone")));
    }
  }

  @Test
  void aCheckThatHangsIsAFailingOne() {
    var never = new CountDownLatch(1);
    var hanging =
        new Check(
            "hanging",
            () -> {
              try {
                never.await();
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
              return good();
            });
    try (var health = new Health(Map.of(), List.of(hanging), now::get)) {
      assertThat(health.report().document().toString()).contains("no answer in 2 s");
    }
  }

  @Test
  void checksAreAskedOncePerSecondHoweverManyAsk() {
    var asked = new AtomicInteger();
    var counting =
        new Check(
            "counting",
            () -> {
              asked.incrementAndGet();
              return good();
            });
    try (var health = new Health(Map.of(), List.of(counting), now::get)) {
      health.report();
      health.report();
      assertThat(asked).hasValue(1);
      now.addAndGet(Duration.ofMillis(1_001).toNanos());
      health.report();
      assertThat(asked).hasValue(2);
    }
  }
}

package io.murmuration.central.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CachedTokensTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Vouched ANN =
      new Vouched("ann", "admin", Set.of("reader"), START.plus(Duration.ofHours(1)));

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger questions = new AtomicInteger();
  private volatile TokenSource source = _ -> Optional.of(ANN);
  private final CachedTokens tokens =
      new CachedTokens(
          token -> {
            questions.incrementAndGet();
            return source.validate(token);
          },
          new CacheSettings(100, Duration.ofSeconds(60), Duration.ofSeconds(5)),
          () -> START.plusNanos(nanos.get()),
          nanos::get);

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private boolean enters() {
    return tokens.identify("t", "192.0.2.1").isPresent();
  }

  private static Optional<Vouched> away(String token) {
    throw new RefusedException(new ApiError.Unavailable("away"));
  }

  @Test
  void aGoodTokenIsAskedAboutAgainOnlyAfterThePromisedTime() {
    var caller = tokens.identify("t", "192.0.2.1").orElseThrow();
    assertThat(caller.user()).isEqualTo("ann");
    assertThat(caller.address()).isEqualTo("192.0.2.1");
    pass(Duration.ofSeconds(59));
    assertThat(enters()).isTrue();
    assertThat(questions).hasValue(1);
    source = _ -> Optional.empty();
    pass(Duration.ofSeconds(1));
    assertThat(enters()).as("revoked").isFalse();
    assertThat(questions).hasValue(2);
  }

  @Test
  void anUnknownTokenIsNotAskedAboutForAShortWhile() {
    source = _ -> Optional.empty();
    assertThat(enters()).isFalse();
    source = _ -> Optional.of(ANN);
    pass(Duration.ofSeconds(4));
    assertThat(enters()).isFalse();
    assertThat(questions).hasValue(1);
    pass(Duration.ofSeconds(1));
    assertThat(enters()).isTrue();
  }

  @Test
  void whileTheIssuerIsAwayKnownTokensCountUntilTheyExpireAndOthersGet503() {
    assertThat(enters()).isTrue();
    source = CachedTokensTest::away;
    pass(Duration.ofMinutes(59));
    assertThat(enters()).isTrue();
    assertThatThrownBy(() -> tokens.identify("other", ""))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.error().status()).isEqualTo(503));
    pass(Duration.ofMinutes(1));
    assertThat(enters()).as("expired").isFalse();
  }

  @Test
  void aForgottenTokenIsAskedAboutAtOnce() {
    assertThat(enters()).isTrue();
    source = _ -> Optional.empty();
    tokens.forget(TokenHash.of("t"));
    assertThat(enters()).isFalse();
  }

  @Test
  void anAnswerThatHasExpiredOnItsWayLetsNobodyIn() {
    pass(Duration.ofHours(2));
    assertThat(enters()).isFalse();
  }

  @Test
  void manyRequestsWithOneTokenShareAQuestion() {
    var asked = new CountDownLatch(1);
    var answer = new CompletableFuture<Optional<Vouched>>();
    source =
        _ -> {
          asked.countDown();
          return answer.join();
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var requests =
          IntStream.range(0, 50)
              .mapToObj(_ -> CompletableFuture.supplyAsync(this::enters, threads))
              .toList();
      await().until(() -> asked.getCount() == 0);
      answer.complete(Optional.of(ANN));
      assertThat(requests).allSatisfy(request -> assertThat(request.join()).isTrue());
    }
    assertThat(questions).hasValueLessThan(3);
  }

  @Test
  void aBugOfTheSourceReachesEveryOneAndIsNotRemembered() {
    source =
        _ -> {
          throw new IllegalStateException("bug");
        };
    assertThatThrownBy(this::enters).hasMessage("bug");
    source = _ -> Optional.of(ANN);
    assertThat(enters()).isTrue();
  }
}

package io.murmuration.central.external.keystone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.murmuration.central.api.RefusedException;
import io.murmuration.central.auth.CacheSettings;
import io.murmuration.central.auth.CachedTokens;
import io.murmuration.central.external.keystone.FakeKeystone.Fate;
import io.murmuration.central.external.keystone.FakeKeystone.Mood;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeystoneTokensTest {
  private static final int PLACES = 4;

  @TempDir private Path directory;
  private FakeKeystone keystone;
  private KeystoneTokens tokens;

  @BeforeEach
  void start() throws IOException {
    keystone = new FakeKeystone();
    keystone.knows("t1", "ann", "admin", "Default", "reader");
    var password = Files.writeString(directory.resolve("password"), "s3cret\n");
    tokens = tokens(password);
  }

  private KeystoneTokens tokens(Path passwordFile) {
    return new KeystoneTokens(
        new KeystoneSettings(
            keystone.url(),
            "dcmanager",
            "services",
            "Default",
            passwordFile,
            Duration.ofSeconds(1),
            PLACES),
        System::nanoTime);
  }

  @AfterEach
  void stop() {
    tokens.close();
    keystone.close();
  }

  private String refusal(String token) {
    var refused = catchThrowableOfType(RefusedException.class, () -> tokens.validate(token));
    assertThat(refused).isNotNull();
    assertThat(refused.error().status()).isEqualTo(503);
    return String.valueOf(refused.error().detail());
  }

  @Test
  void aTokenStandsForWhatKeystoneSays() {
    var ann = tokens.validate("t1").orElseThrow();
    assertThat(ann.user()).isEqualTo("ann");
    assertThat(ann.project()).isEqualTo("admin");
    assertThat(ann.roles()).isEqualTo(Set.of("reader"));
    assertThat(ann.expiresAt()).isEqualTo(Instant.parse("2026-01-01T01:00:00Z"));
    assertThat(tokens.validate("t2")).isEmpty();
    assertThat(tokens.validate("no\u00e4scii")).isEmpty();
    assertThat(keystone.logins).as("one log-in serves all questions").hasValue(1);
  }

  @Test
  void aProjectOfAnotherDomainIsNobodys() {
    keystone.knows("t3", "eve", "admin", "Elsewhere", "admin");
    var eve = tokens.validate("t3").orElseThrow();
    assertThat(eve.project()).isEmpty();
    assertThat(eve.roles()).isEmpty();
  }

  @Test
  void whenTheHubsOwnTokenEndsItLogsInOnceMoreWithThePasswordOfTheDay() throws IOException {
    assertThat(tokens.validate("t1")).isPresent();
    keystone.logins.incrementAndGet(); // the token known to the hub is no longer the valid one
    keystone.password = "n3w";
    Files.writeString(directory.resolve("password"), "n3w\n");
    assertThat(tokens.validate("t1")).isPresent();
    assertThat(keystone.logins).hasValue(3);
  }

  @ParameterizedTest
  @CsvSource({
    "BROKEN, answers with status 500",
    "SILENT, does not answer in time",
    "ENDLESS, does not answer in time",
    "NONSENSE, does not let the hub's own user dcmanager in (status 201",
    "FORBIDDING, does not let the hub's own user dcmanager validate tokens (status 403",
  })
  void aKeystoneThatFailsIsSaidInWords(Mood mood, String words) {
    keystone.mood = mood;
    assertThat(refusal("t1")).contains("The identity service (Keystone) " + words);
  }

  @Test
  void aKeystoneThatIsNotThereIsSaidInWords() {
    keystone.close();
    assertThat(refusal("t1")).contains("cannot be reached (ConnectException)");
  }

  @Test
  void aWrongPasswordOfTheHubIsNotTheCallersFault() {
    keystone.password = "other";
    assertThat(refusal("t1"))
        .contains("status 401", "keystone.password-file")
        .doesNotContain("s3cret");
    tokens.close();
    tokens = tokens(directory.resolve("none"));
    assertThat(refusal("t1")).contains("keystone.password-file cannot be read");
  }

  @Test
  void aFailingKeystoneIsLeftAloneAndThenAskedAgain() {
    keystone.mood = Mood.BROKEN;
    await().until(() -> refusal("t1").contains("is left alone for 5 s"));
    keystone.mood = Mood.WELL;
    assertThat(refusal("t1")).contains("is left alone");
    assertThat(keystone.questions).hasValue(0);
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreException(RefusedException.class)
        .until(() -> tokens.validate("t1").isPresent());
  }

  @Test
  void aKeystoneThatIsAskedTooMuchIsSaidAndNotLeftAlone() {
    keystone.fates.put("often", new Fate.Status(429));
    for (int i = 0; i < 12; i++) {
      assertThat(
              catchThrowableOfType(RefusedException.class, () -> tokens.validate("often")).error())
          .asString()
          .contains("asked too much (status 429)");
    }
    assertThat(tokens.validate("t1")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 414, 431})
  void aTokenThatKeystoneCannotReadIsUnknown(int status) {
    keystone.fates.put("odd", new Fate.Status(status));
    for (int i = 0; i < 20; i++) {
      assertThat(tokens.validate("odd")).isEmpty();
    }
    assertThat(tokens.validate("t1")).isPresent();
  }

  @Test
  void whatNoKeystoneIssuesIsUnknownWithoutAQuestion() {
    keystone.mood = Mood.BROKEN;
    for (var token : List.of("a".repeat(2049), "a".repeat(9000), "a b", "bell\u0007", "\u00e4")) {
      for (int i = 0; i < 10; i++) {
        assertThat(tokens.validate(token)).isEmpty();
      }
    }
    keystone.mood = Mood.WELL;
    assertThat(tokens.validate("t1")).as("nothing counted as a failure").isPresent();
    assertThat(keystone.questions).hasValue(1);
    assertThat(tokens.validate("a".repeat(2048))).isEmpty();
    assertThat(keystone.questions).as("this one might be a token").hasValue(2);
  }

  static List<Fate> failures() {
    return List.of(
        new Fate.Dropped(), new Fate.Silence(), new Fate.Status(500), new Fate.Status(403));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void whatOneTokenDoesToKeystoneKeepsNoOtherOut(Fate fate) {
    keystone.fates.put("bad", fate);
    for (int i = 0; i < 6; i++) {
      assertThat(refusal("bad")).contains("about this token");
    }
    assertThat(tokens.validate("t1")).isPresent();
  }

  @Test
  void badTokensKeepNoneOutWhenTheHubsOwnHasEnded() {
    assertThat(tokens.validate("t1")).isPresent();
    keystone.logins.incrementAndGet();
    keystone.fates.put("bad", new Fate.Dropped());
    for (int i = 0; i < 20; i++) {
      assertThat(refusal("bad")).contains("about this token");
    }
    assertThat(tokens.validate("t1")).isPresent();
  }

  @Test
  void strangersNeitherOpenTheCircuitOfRechecksNorTakeItsPlaces() throws InterruptedException {
    keystone.fates.put("slow", new Fate.Silence());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var asked = new CountDownLatch(PLACES);
      for (int i = 0; i < PLACES; i++) {
        threads.execute(() -> {
          asked.countDown();
          assertThat(refusal("slow")).contains("does not answer in time");
        });
      }
      asked.await();
      assertThat(tokens.recheck("t1")).isPresent();
    }
    keystone.mood = Mood.BROKEN;
    await().until(() -> refusal("t2").contains("is left alone for 5 s"));
    keystone.mood = Mood.WELL;
    assertThat(tokens.recheck("t1")).isPresent();
  }

  @Test
  void aRevokedTokenEndsInTimeWhateverABadCallerSends() {
    var nanos = new AtomicLong();
    var cached =
        new CachedTokens(
            tokens,
            new CacheSettings(100, Duration.ofSeconds(60), Duration.ofSeconds(5)),
            () -> Instant.parse("2026-01-01T00:00:00Z"),
            nanos::get);
    assertThat(cached.identify("t1", "")).isPresent();
    keystone.tokens.remove("t1");
    keystone.fates.put("bad", new Fate.Dropped());
    for (int i = 0; i < 20; i++) {
      assertThat(catchThrowableOfType(RefusedException.class, () -> cached.identify("bad", "")))
          .isNotNull();
      assertThat(cached.identify("a".repeat(9000 + i), "")).isEmpty();
    }
    nanos.addAndGet(Duration.ofSeconds(60).toNanos());
    assertThat(cached.identify("t1", "")).isEmpty();
  }

  @Test
  void unknownTokensAreNoFailures() {
    for (int i = 0; i < 30; i++) {
      assertThat(tokens.validate("unknown-" + i)).isEmpty();
    }
  }
}

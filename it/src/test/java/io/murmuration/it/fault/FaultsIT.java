package io.murmuration.it.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.it.fault.history.Checker;
import io.murmuration.it.fault.scenario.Outcome;
import io.murmuration.it.fault.scenario.Scenarios;
import io.murmuration.it.fault.watch.Recorder;
import io.murmuration.it.fault.world.World;
import io.murmuration.it.fault.world.WorldOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes, one PostgreSQL and 60 agents under faults. Each test hurts the cluster once and ends
 * when every site has what is wanted; the last one holds the guarantees against what was recorded
 * of all of them. How long it took is printed, and asserted on demand only ({@code deploy/bench.sh
 * faults}).
 */
@Tag("cluster")
@Timeout(value = 4, unit = TimeUnit.MINUTES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultsIT {
  private static final int AGENTS = 60;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(300);
  private static final long SEED = 20_251_123;

  private static final List<String> NODE_JVM =
      List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto");

  /** Silences are noticed soon, so that a frozen node is left soon. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "MURMURATION_LOG_LEVEL", "warn",
          "MURMURATION_SYNC_AUDIT_PERIOD", "1h",
          "MURMURATION_SYNC_HEARTBEAT_PERIOD", "1s",
          "MURMURATION_SYNC_HUB_SILENCE", "4s",
          "MURMURATION_SYNC_CUT_AFTER", "4s",
          "MURMURATION_AGENTS_DRAIN", "0s");

  private World world;
  private Recorder recorder;
  private Scenarios scenarios;

  @BeforeAll
  void start(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path dir) {
    world =
        World.start(
            new WorldOptions(
                dir, dir.resolve("journals"), 3, AGENTS, 2, NODE_JVM, NODE_JVM, SETTINGS));
    recorder = Recorder.start(world, System::nanoTime, new SplittableRandom(SEED), LOOK);
    scenarios = new Scenarios(world, recorder, System::nanoTime, LIMIT);
  }

  @AfterAll
  void stop() {
    try (var all = world;
        var looks = recorder) {
      assertThat(all.faults()).isEmpty();
      assertThat(looks.faults()).isEmpty();
    }
  }

  @Test
  @Order(1)
  void aNodeThatIsKilledDuringAChangeTakesNoSiteWithIt() {
    cameThrough(scenarios.killed());
  }

  @Test
  @Order(2)
  void aNodeThatStandsStillIsLeftAndFindsItsPlaceAgain() {
    cameThrough(scenarios.frozen(Duration.ofSeconds(8)));
  }

  @Test
  @Order(3)
  void nodesThatDoNotHearEachOtherServeTheirSites() {
    cameThrough(scenarios.split(Duration.ofSeconds(8)));
  }

  @Test
  @Order(4)
  void anOutageOfTheDatabaseEndsNoStreamAndIsCaughtUpWith() {
    var outcome = scenarios.databaseAway(Duration.ofSeconds(12));
    cameThrough(outcome);
    assertThat(outcome.streamsKept()).isEqualTo(AGENTS);
  }

  @Test
  @Order(5)
  void whatWasRecordedKeepsEveryGuarantee() {
    assertThat(Checker.check(recorder.finish())).isEmpty();
  }

  private static void cameThrough(Outcome outcome) {
    System.out.println(outcome);
  }
}

package io.murmuration.agent.farm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.murmuration.agent.lane.Lanes;
import io.murmuration.agent.session.SessionPolicy;
import io.murmuration.agent.testing.FakeHub;
import io.murmuration.agent.testing.RecordedFaults;
import io.murmuration.agent.testing.TestCa;
import io.murmuration.proto.ApplyResult;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Payload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FarmTest {
  private static final int AGENTS = 12;

  private final TestCa ca = new TestCa();
  private final RecordedFaults faults = new RecordedFaults();
  private final Lanes lanes = new Lanes(2, System::nanoTime, new SplittableRandom(1), faults);
  private final List<FakeHub.Session> sessions = new ArrayList<>();
  @TempDir private Path directory;
  private FakeHub hub;
  private Farm farm;
  private FarmControl control;

  @BeforeEach
  void start() throws Exception {
    hub = new FakeHub(ca);
    var tokens = new ArrayList<Token>();
    for (int i = 0; i < AGENTS; i++) {
      tokens.add(new Token("site-" + i, "token-" + i));
    }
    var options =
        new FarmOptions(
            directory,
            hub.enrolmentAddress(),
            List.of(),
            List.of(ca.certificate()),
            new TreeSet<>(List.of("dns", "ntp")),
            4,
            4,
            SessionPolicy.DEFAULT,
            InstantSource.system());
    farm = new Farm(options, tokens, lanes, () -> UUID.randomUUID().toString(), "test", faults);
    control = new FarmControl(farm, 1);
    farm.start();
    for (int i = 0; i < AGENTS; i++) {
      sessions.add(hub.session());
    }
    await().until(() -> control.answer("status").contains("\"connected\":" + AGENTS));
  }

  @AfterEach
  void stop() throws Exception {
    farm.close();
    lanes.close();
    hub.close();
    assertThat(faults.all()).isEmpty();
  }

  @Test
  void everyAgentAppliesAndTheStatusCountsWhatIsHeld() throws Exception {
    pushAll(17);
    assertThat(control.answer("status"))
        .isEqualTo(
            "{\"agents\":12,\"connected\":12,\"enrolled\":12,\"held\":{\"platform\":{\"17\":12}},"
                + "\"refused\":0}");
    assertThat(directory.resolve("agent-00012").resolve("journal")).isDirectory();
    assertThat(sessions.stream().map(session -> session.hello().getJournalId()).distinct())
        .hasSize(AGENTS);
  }

  @Test
  void crashedAgentsComeBackFromTheirJournals() throws Exception {
    pushAll(17);
    control.answer("crash 3");
    for (int i = 0; i < 3; i++) {
      var hello = hub.session().hello();
      assertThat(hello.getDial()).isEqualTo(2);
      assertThat(hello.getHoldings(0).getRevision()).isEqualTo(17);
    }
  }

  @Test
  void driftNamesTheSitesThatDrifted() throws Exception {
    pushAll(17);
    assertThat(control.answer("drift 2 dns")).contains("site-").contains("dns/default");
    assertThat(farm.agents().stream().filter(FarmTest::hasDrifted)).hasSize(2);
    assertThat(control.answer("strayed dns").split("site-", -1)).hasSize(1 + 2);
    assertThat(control.answer("strayed ntp")).isEqualTo("{\"sites\":[]}");
  }

  @Test
  void refusalsLastUntilHealed() throws Exception {
    control.answer("refuse 12 dns no such server");
    for (var session : sessions) {
      session.push(1, 17, wanted(17));
      assertThat(session.result().getHolding().getRefusals(0).getWhy()).isEqualTo("no such server");
    }
    control.answer("heal");
    pushAll(18);
  }

  @Test
  void latencyDelaysTheAnswerButNotTheHeartbeats() throws Exception {
    control.answer("latency 50");
    pushAll(17);
  }

  @Test
  void aLineThatIsNotUnderstoodIsAnError() {
    assertThat(control.answer("dance")).isEqualTo("{\"error\":\"unknown command dance\"}");
    assertThat(control.answer("drift many dns"))
        .isEqualTo("{\"error\":\"COUNT: many (expected: a number)\"}");
    assertThat(control.answer("refuse 1 dns")).isEqualTo("{\"error\":\"refuse: WHY is missing\"}");
    assertThat(FarmControl.isQuit(" quit ")).isTrue();
  }

  @Test
  void aTokensFileIsReadAndItsBadLineNamed() throws Exception {
    var file = directory.resolve("tokens");
    Files.writeString(file, "{\"subcloud\":\"a\",\"token\":\"t\"}\n\n");
    assertThat(Token.read(file)).containsExactly(new Token("a", "t"));
    Files.writeString(file, "{\"subcloud\":\"a\",\"token\":\"t\"}\n{\"subcloud\":\"a\"}\n");
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> Token.read(file))
        .hasMessageContaining("line 2");
  }

  private static boolean hasDrifted(FarmAgent agent) {
    return agent.site().contents(io.murmuration.sync.model.Kind.PLATFORM).values().stream()
        .anyMatch(payload -> payload.text().contains("drift"));
  }

  private void pushAll(long revision) throws Exception {
    for (var session : sessions) {
      session.push(revision, revision, wanted(revision));
    }
    for (var session : sessions) {
      assertThat(session.result().getOutcome()).isEqualTo(ApplyResult.Outcome.FINISHED);
    }
  }

  private static SortedMap<ItemKey, Payload> wanted(long revision) {
    var wanted = new TreeMap<ItemKey, Payload>();
    wanted.put(new ItemKey("dns", "default"), Payload.of("{\"revision\":" + revision + "}"));
    return wanted;
  }
}

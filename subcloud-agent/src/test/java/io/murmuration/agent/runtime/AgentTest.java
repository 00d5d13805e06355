package io.murmuration.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.murmuration.agent.identity.EnrolmentResult;
import io.murmuration.agent.site.Verdict;
import io.murmuration.agent.testing.FakeHub;
import io.murmuration.agent.testing.TestAgent;
import io.murmuration.agent.testing.TestCa;
import io.murmuration.proto.AgentFrame;
import io.murmuration.proto.ApplyResult;
import io.murmuration.proto.Audit;
import io.murmuration.proto.Availability;
import io.murmuration.proto.DriftPolicy;
import io.murmuration.proto.GoAway;
import io.murmuration.proto.HubFrame;
import io.murmuration.proto.Push;
import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.Revision;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An agent against a hub on loopback: real TLS, real frames, a real journal. */
@Timeout(60)
class AgentTest {
  private static final ItemKey DNS = new ItemKey("dns", "default");
  private static final ItemKey NTP = new ItemKey("ntp", "default");

  private final TestCa ca = new TestCa();
  @TempDir private Path directory;
  private FakeHub hub;
  private TestAgent agent;

  @BeforeEach
  void start() throws Exception {
    hub = new FakeHub(ca);
    agent = new TestAgent(directory);
    assertThat(agent.enroll(hub, ca, "token-1")).isInstanceOf(EnrolmentResult.Granted.class);
  }

  @AfterEach
  void stop() throws Exception {
    agent.close();
    hub.close();
    assertThat(agent.faults().all()).isEmpty();
  }

  @Test
  void aPushIsAppliedReadBackMadeDurableAndAnswered() throws Exception {
    agent.start();
    var session = hub.session();
    assertThat(session.hello().getCapabilitiesList())
        .containsExactly("platform/dns", "platform/ntp");
    assertThat(session.hello().getHoldings(0).hasDigest()).isFalse();

    session.push(5, 17, wanted(1));

    var result = session.result();
    assertThat(result.getAttempt()).isEqualTo(5);
    assertThat(result.getOutcome()).isEqualTo(ApplyResult.Outcome.FINISHED);
    assertThat(result.getHolding().getRevision()).isEqualTo(17);
    assertThat(result.getHolding().getDigest().toByteArray())
        .isEqualTo(FakeHub.DIGESTER.rootOf(Kind.PLATFORM, wanted(1)).bytes());
    assertThat(agent.site().contents(Kind.PLATFORM)).isEqualTo(wanted(1));
    assertThat(agent.journal().kind(Kind.PLATFORM).journal().held()).isEqualTo(new Revision(17));
  }

  @Test
  void theSameTokenAndKeyGiveACertificateAgainAndAnotherKeyIsRefused() throws Exception {
    assertThat(agent.enroll(hub, ca, "token-1")).isInstanceOf(EnrolmentResult.Granted.class);
    try (var other = new TestAgent(directory.resolve("other"))) {
      assertThat(other.enroll(hub, ca, "token-1"))
          .isInstanceOfSatisfying(
              EnrolmentResult.Refused.class,
              refused -> assertThat(refused.why()).contains("used up"));
    }
  }

  @Test
  void aCrashBetweenApplyingAndTheJournalIsRepairedByTheNextPush() throws Exception {
    agent.start();
    var first = hub.session();
    agent.stopDisk();
    first.push(1, 17, wanted(1));
    agent.awaitStoppedWrite();
    assertThat(agent.site().contents(Kind.PLATFORM)).isEqualTo(wanted(1));
    agent.crash();
    agent.replaceDisk();

    agent.start();
    var second = hub.session();
    assertThat(second.hello().getDial()).isGreaterThan(first.hello().getDial());
    assertThat(second.hello().getHoldings(0).getRevision()).isZero();
    second.push(1, 17, wanted(1));
    assertThat(second.result().getOutcome()).isEqualTo(ApplyResult.Outcome.FINISHED);
    assertThat(agent.journal().kind(Kind.PLATFORM).journal().held()).isEqualTo(new Revision(17));
  }

  @Test
  void afterARestartTheAgentSaysWhatItsJournalHolds() throws Exception {
    agent.start();
    var first = hub.session();
    agent.site().answer("ntp", new SiteResult.Refused("no such server"));
    first.push(1, 17, wanted(1));
    assertThat(first.result().getHolding().getRefusalsList()).hasSize(1);
    agent.crash();

    agent.start();
    var hello = hub.session().hello();
    assertThat(hello.getLineage()).isEqualTo("test");
    assertThat(hello.getHoldings(0).getRevision()).isEqualTo(17);
    assertThat(hello.getHoldings(0).getRefusals(0).getWhy()).isEqualTo("no such server");
    assertThat(hello.getHoldings(0).getDigestKeyId()).isEqualTo(1);
  }

  @Test
  void tenThousandItemsInPartsAreAppliedAsAWhole() throws Exception {
    agent.start();
    var session = hub.session();
    var wanted = new TreeMap<ItemKey, Payload>();
    for (int i = 0; i < 10_000; i++) {
      wanted.put(
          new ItemKey("dns", "item-" + i), Payload.of("{\"text\":\"" + "x".repeat(300) + "\"}"));
    }
    var parts = FakeHub.parts(1, 17, wanted);
    assertThat(parts).hasSizeGreaterThan(2);
    parts.subList(0, parts.size() - 1).forEach(session::send);
    session.send(audit(1, Audit.Depth.KIND));
    session.await(AgentFrame::hasObserved);
    assertThat(agent.site().contents(Kind.PLATFORM)).isEmpty();

    session.send(parts.getLast());
    assertThat(session.result().getOutcome()).isEqualTo(ApplyResult.Outcome.FINISHED);
    assertThat(agent.site().contents(Kind.PLATFORM)).isEqualTo(wanted);
    assertThat(agent.journal().kind(Kind.PLATFORM).journal().wanted()).isEqualTo(wanted);
  }

  @Test
  void aBrokenPushIsRejectedWithAReason() throws Exception {
    agent.start();
    var session = hub.session();
    session.send(
        Push.newBuilder().setAttempt(1).setKind("platform").setPart(1).setParts(2).build());
    assertThat(session.result().getReason()).contains("first part is missing");
    session.send(Push.newBuilder().setAttempt(2).setKind("cheese").build());
    assertThat(session.result().getReason()).contains("does not serve kind cheese");
    session.send(
        FakeHub.parts(3, 17, wanted(1)).getFirst().toBuilder()
            .setToDigest(com.google.protobuf.ByteString.copyFrom(new byte[32]))
            .build());
    assertThat(session.result().getReason()).contains("do not add up");
    session.send(
        FakeHub.parts(4, 17, wanted(1)).getFirst().toBuilder()
            .setBody(com.google.protobuf.ByteString.copyFromUtf8("garbage"))
            .build());
    assertThat(session.result().getOutcome()).isEqualTo(ApplyResult.Outcome.REJECTED);
    assertThat(agent.site().contents(Kind.PLATFORM)).isEmpty();
  }

  @Test
  void anUnsupportedTypeIsARefusalOfThatItemOnly() throws Exception {
    agent.start();
    var session = hub.session();
    var wanted = wanted(1);
    wanted.put(new ItemKey("ptp", "default"), Payload.of("{}"));
    session.push(1, 17, wanted);
    var holding = session.result().getHolding();
    assertThat(holding.getRevision()).isEqualTo(17);
    assertThat(holding.getRefusals(0).getWhy()).isEqualTo("unsupported type platform/ptp");
    assertThat(agent.site().contents(Kind.PLATFORM)).isEqualTo(wanted(1));
  }

  @Test
  void driftThatTheAgentFindsIsToldInAHeartbeat() throws Exception {
    hub.periods(Duration.ofMillis(100), Duration.ofSeconds(15), Duration.ofMillis(200));
    agent.start();
    var session = hub.session();
    session.push(1, 17, wanted(1));
    var before = session.result().getHolding().getDigest();
    agent.site().drift(Kind.PLATFORM, "dns");
    var beat =
        session
            .await(frame -> frame.hasHeartbeat() && frame.getHeartbeat().getChangedCount() > 0)
            .getHeartbeat();
    assertThat(beat.getChanged(0).getDigest()).isNotEqualTo(before);
    assertThat(beat.getAges(0).getObservation()).isPositive();
  }

  @Test
  void anAuditIsAnsweredDownToTheItems() throws Exception {
    agent.start();
    var session = hub.session();
    session.push(1, 17, wanted(1));
    session.result();
    session.send(audit(9, Audit.Depth.ITEMS));
    var observed = session.await(AgentFrame::hasObserved).getObserved();
    assertThat(observed.getAuditId()).isEqualTo(9);
    assertThat(observed.getTypesList()).hasSize(2);
    assertThat(observed.getItemsList()).hasSize(2);
    assertThat(observed.getItems(0).getDigest().toByteArray())
        .isEqualTo(FakeHub.DIGESTER.item(Kind.PLATFORM, DNS, dns(1)).bytes());
  }

  @Test
  void aSiteThatCannotBeReadIsToldToWhoeverAskedAndGrowsOld() throws Exception {
    hub.periods(Duration.ofMillis(100), Duration.ofSeconds(15), Duration.ofMinutes(10));
    agent.start();
    var session = hub.session();
    session.push(1, 17, wanted(1));
    session.result();
    agent.site().unreachable("sysinv: HTTP 500");
    session.send(audit(9, Audit.Depth.KIND));
    var observed = session.await(AgentFrame::hasObserved).getObserved();
    assertThat(observed.getAuditId()).isEqualTo(9);
    assertThat(observed.getUnreadable()).isEqualTo("sysinv: HTTP 500");
    assertThat(observed.getHolding().getRevision()).isEqualTo(17);
    assertThat(observed.getHolding().hasDigest()).isFalse();
    assertThat(session.heartbeat().getAges(0).getUnreadable()).isEqualTo("sysinv: HTTP 500");

    agent.site().heal();
    session.send(audit(10, Audit.Depth.KIND));
    assertThat(session.await(AgentFrame::hasObserved).getObserved().getUnreadable()).isEmpty();
    assertThat(session.heartbeat().getAges(0).getUnreadable()).isEmpty();
  }

  @Test
  void verdictsAreNumberedAndAnotherOneIsToldAtOnce() throws Exception {
    hub.periods(Duration.ofMillis(100), Duration.ofSeconds(15), Duration.ofMinutes(10));
    agent.start();
    var session = hub.session();
    assertThat(session.hello().getAvailability()).isEqualTo(Availability.AVAILABILITY_UP);
    agent.site().verdict(new Verdict.Down("vim"));
    var first = session.await(AgentTest::isDown).getHeartbeat();
    var second = session.await(AgentTest::isDown).getHeartbeat();
    assertThat(first.getAvailabilityReason()).isEqualTo("vim");
    assertThat(second.getVerdict()).isGreaterThanOrEqualTo(first.getVerdict());
    session.await(frame -> isDown(frame) && frame.getHeartbeat().getVerdict() > first.getVerdict());
  }

  private static boolean isDown(AgentFrame frame) {
    return frame.getHeartbeat().getAvailability() == Availability.AVAILABILITY_DOWN;
  }

  /** A hub that counts by stream would begin anew each time. */
  @Test
  void failuresInARowAreCountedFromStreamToStream() throws Exception {
    hub.periods(Duration.ofMillis(100), Duration.ofSeconds(15), Duration.ofMinutes(10));
    agent.start();
    var first = hub.session();
    assertThat(first.hello().getFailedVerdicts()).isZero();
    agent.site().verdict(new Verdict.Down("vim"));
    int told = first.await(AgentTest::isDown).getHeartbeat().getFailedVerdicts();
    assertThat(told).isPositive();
    goAway(first, GoAway.Reason.BUSY);
    var hello = hub.session().hello();
    assertThat(hello.getAvailability()).isEqualTo(Availability.AVAILABILITY_DOWN);
    assertThat(hello.getFailedVerdicts()).isGreaterThanOrEqualTo(told);
    assertThat(hello.getVerdict()).isPositive();
  }

  private static void goAway(FakeHub.Session session, GoAway.Reason reason) {
    session.send(
        HubFrame.newBuilder()
            .setGoAway(GoAway.newBuilder().setReason(reason).setReturnAfterMs(1))
            .build());
  }

  @Test
  void siteIsKeptAsItShallBeWhileNoHubAnswers() throws Exception {
    hub.periods(Duration.ofMillis(100), Duration.ofSeconds(15), Duration.ofMillis(200));
    agent.start();
    var session = hub.session();
    session.push(1, 17, wanted(1));
    session.result();
    session.send(
        HubFrame.newBuilder()
            .setDriftPolicy(
                DriftPolicy.newBuilder()
                    .addRules(
                        DriftPolicy.Rule.newBuilder()
                            .setKind("platform")
                            .setType("ntp")
                            .setReport(true)))
            .build());
    // the agent looks at once when the policy changed, with its eyes
    session.await(frame -> frame.hasHeartbeat() && frame.getHeartbeat().getSequence() > 3);
    hub.close();
    await().until(session::isEnded);
    agent.site().drift(Kind.PLATFORM, "dns");
    agent.site().drift(Kind.PLATFORM, "ntp");
    await()
        .untilAsserted(
            () -> assertThat(agent.site().contents(Kind.PLATFORM)).containsEntry(DNS, dns(1)));
    assertThat(agent.site().contents(Kind.PLATFORM).get(NTP)).isNotEqualTo(wanted(1).get(NTP));
  }

  @Test
  void aHubThatFallsSilentIsLeft() throws Exception {
    hub.periods(Duration.ofMillis(100), Duration.ofMillis(400), Duration.ofMinutes(1));
    agent.start();
    var frozen = hub.session();
    frozen.mute();
    var next = hub.session();
    assertThat(next.hello().getDial()).isGreaterThan(frozen.hello().getDial());
    await().until(frozen::isEnded);
  }

  @Test
  void aHubThatNeverWelcomesIsLeft() throws Exception {
    hub.freeze(true);
    agent.start();
    var frozen = hub.session();
    hub.freeze(false);
    assertThat(hub.session().hello().getDial()).isGreaterThan(frozen.hello().getDial());
  }

  @Test
  void goAwaySendsTheAgentToTheHubNamed() throws Exception {
    try (var other = new FakeHub(ca)) {
      agent.start();
      hub.session()
          .send(
              HubFrame.newBuilder()
                  .setGoAway(
                      GoAway.newBuilder()
                          .setReason(GoAway.Reason.DRAINING)
                          .setReturnAfterMs(10)
                          .addAddresses(other.agentsAddress()))
                  .build());
      assertThat(other.session().hello().getDial()).isEqualTo(2);
    }
  }

  @Test
  void aDeadHubIsSkippedForTheNextOne() throws Exception {
    try (var dead = new FakeHub(ca)) {
      var address = dead.agentsAddress();
      dead.close();
      agent.start(address, hub.agentsAddress());
      assertThat(hub.session().hello().getDial()).isPositive();
    }
  }

  @Test
  void theAnswerToAPushOfAnEarlierStreamIsNotGivenOnTheNext() throws Exception {
    agent.start();
    var first = hub.session();
    agent.stopDisk();
    first.push(1, 17, wanted(1));
    agent.awaitStoppedWrite();
    first.send(
        HubFrame.newBuilder()
            .setGoAway(GoAway.newBuilder().setReason(GoAway.Reason.BUSY).setReturnAfterMs(1))
            .build());
    await().until(first::isEnded);
    agent.resumeDisk();
    var second = hub.session();
    second.push(1, 18, wanted(2));
    assertThat(second.result().getRevision()).isEqualTo(18);
    assertThat(agent.journal().kind(Kind.PLATFORM).journal().held()).isEqualTo(new Revision(18));
  }

  private static HubFrame audit(long id, Audit.Depth depth) {
    return HubFrame.newBuilder()
        .setAudit(
            Audit.newBuilder().setAuditId(id).addAllKinds(List.of("platform")).setDepth(depth))
        .build();
  }

  private static SortedMap<ItemKey, Payload> wanted(int generation) {
    var wanted = new TreeMap<ItemKey, Payload>();
    wanted.put(DNS, dns(generation));
    wanted.put(NTP, Payload.of("{\"ntpservers\":[\"10.0.1." + generation + "\"]}"));
    return wanted;
  }

  private static Payload dns(int generation) {
    return Payload.of("{\"nameservers\":[\"10.0.0." + generation + "\"]}");
  }
}

package io.murmuration.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.agent.testing.FakeHub;
import io.murmuration.agent.testing.TestAgent;
import io.murmuration.agent.testing.TestCa;
import io.murmuration.proto.AgentFrame;
import io.murmuration.proto.Audit;
import io.murmuration.proto.Availability;
import io.murmuration.proto.EndpointReport;
import io.murmuration.proto.EndpointReport.Verdict;
import io.murmuration.proto.HubFrame;
import io.murmuration.proto.ObservationAge;
import io.murmuration.proto.Reference;
import io.murmuration.proto.SiteFacts;
import io.murmuration.sync.alarm.Severity;
import io.murmuration.sync.alarm.SiteAlarm;
import io.murmuration.sync.model.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an agent tells of endpoints and alarms, against a hub on loopback. */
@Timeout(60)
class AuditReportsTest {
  private final TestCa ca = new TestCa();
  @TempDir private Path directory;
  private FakeHub hub;
  private TestAgent agent;

  @BeforeEach
  void start() throws Exception {
    hub = new FakeHub(ca);
    agent = new TestAgent(directory);
    agent.enroll(hub, ca, "token-1");
    agent.site().audits().release("26.03.0");
    agent.site().audits().kubernetes("v1.29.2");
  }

  @AfterEach
  void stop() throws Exception {
    agent.close();
    hub.close();
    assertThat(agent.faults().all()).isEmpty();
  }

  private static HubFrame reference(long revision, String release) {
    return HubFrame.newBuilder()
        .setReference(
            Reference.newBuilder()
                .setRevision(revision)
                .setSoftware(Reference.Software.newBuilder().addDeployed(release))
                .setKubernetesVersion("v1.29.2"))
        .build();
  }

  private static EndpointReport report(FakeHub.Session session) throws InterruptedException {
    return session.await(AgentFrame::hasEndpointReport).getEndpointReport();
  }

  private static Map<String, Verdict> verdicts(EndpointReport report) {
    var verdicts = new TreeMap<String, Verdict>();
    report.getEndpointsList().forEach(one -> verdicts.put(one.getEndpointType(), one.getVerdict()));
    return verdicts;
  }

  @Test
  void referenceIsAnsweredByAllVerdictsInOneFrame() throws Exception {
    agent.start();
    var session = hub.session();
    session.send(reference(7, "26.03.0"));

    var report = report(session);
    assertThat(report.getReference()).isEqualTo(7);
    assertThat(verdicts(report))
        .containsExactly(
            Map.entry("firmware", Verdict.NOT_KNOWN),
            Map.entry("kube-rootca", Verdict.IN_SYNC),
            Map.entry("kubernetes", Verdict.IN_SYNC),
            Map.entry("software", Verdict.IN_SYNC));

    session.send(reference(8, "26.03.1"));
    var next = report(session);
    assertThat(next.getReference()).isEqualTo(8);
    assertThat(verdicts(next)).hasSize(4).containsEntry("software", Verdict.OUT_OF_SYNC);
  }

  @Test
  void byItselfTheAgentTellsOnlyWhatChanged() throws Exception {
    hub.periods(Duration.ofMillis(200), Duration.ofSeconds(15), Duration.ofMillis(200));
    agent.start();
    var session = hub.session();
    session.send(reference(7, "26.03.0"));
    report(session);

    agent.site().audits().release("26.03.1");
    assertThat(verdicts(report(session))).containsOnly(Map.entry("software", Verdict.OUT_OF_SYNC));
  }

  @Test
  void auditThatFailsIsToldAsUnknownWithItsReasonAndLeavesOthersAndAvailabilityAlone()
      throws Exception {
    agent.site().audits().fail(Kind.SOFTWARE, "USM: HTTP 500");
    agent.start();
    var session = hub.session();
    session.send(reference(7, "26.03.0"));

    var report = report(session);
    assertThat(verdicts(report))
        .containsEntry("software", Verdict.NOT_KNOWN)
        .containsEntry("kubernetes", Verdict.IN_SYNC)
        .containsEntry("kube-rootca", Verdict.IN_SYNC);
    assertThat(report.getEndpointsList()).anyMatch(one -> one.getDetails().equals("USM: HTTP 500"));
    assertThat(session.heartbeat().getAvailability()).isEqualTo(Availability.AVAILABILITY_UP);
  }

  @Test
  void heartbeatsSayWhenEndpointsWereLookedAt() throws Exception {
    agent.start();
    var session = hub.session();
    session.send(reference(7, "26.03.0"));
    report(session);

    assertThat(session.heartbeat().getAgesList())
        .extracting(ObservationAge::getKind)
        .contains("software", "kubernetes", "kube-rootca")
        .doesNotContain("firmware");
  }

  @Test
  void questionOfTheHubIsAnsweredEvenIfNothingChanged() throws Exception {
    agent.start();
    var session = hub.session();
    session.send(reference(7, "26.03.0"));
    report(session);

    session.send(
        HubFrame.newBuilder()
            .setAudit(Audit.newBuilder().setAuditId(42).addKinds("kubernetes"))
            .build());
    var answer = report(session);
    assertThat(answer.getAuditId()).isEqualTo(42);
    assertThat(verdicts(answer)).containsOnly(Map.entry("kubernetes", Verdict.IN_SYNC));
  }

  @Test
  void alarmsAreToldWholeAtWelcomeAndAgainOnTheNextStream() throws Exception {
    agent
        .site()
        .audits()
        .raise(
            new SiteAlarm(
                "260.002", "host.starlingx.windriver.com=c0", Severity.MAJOR, "out of date"));
    agent.start();
    for (int stream = 1; stream <= 2; stream++) {
      var report = hub.session().await(AgentFrame::hasAlarmReport).getAlarmReport();
      assertThat(report.getSequence()).isEqualTo(1);
      assertThat(report.getActiveList()).hasSize(1);
      assertThat(report.getSummary().getMajor()).isEqualTo(1);
      assertThat(report.getFacts().getConfiguration())
          .isEqualTo(SiteFacts.Configuration.OUT_OF_DATE);
      if (stream == 1) {
        agent.crash();
        agent.start();
      }
    }
  }
}

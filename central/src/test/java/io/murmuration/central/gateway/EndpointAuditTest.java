package io.murmuration.central.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.murmuration.central.store.ChangeKind;
import io.murmuration.central.store.Changes;
import io.murmuration.proto.AgentFrame;
import io.murmuration.proto.Alarm;
import io.murmuration.proto.AlarmReport;
import io.murmuration.proto.AlarmSummary;
import io.murmuration.proto.Availability;
import io.murmuration.proto.EndpointReport;
import io.murmuration.proto.EndpointReport.Verdict;
import io.murmuration.proto.Heartbeat;
import io.murmuration.proto.Holding;
import io.murmuration.proto.HubFrame;
import io.murmuration.proto.SiteFacts;
import io.murmuration.schema.testing.TestDatabase;
import io.murmuration.sync.endpoint.AuditReference;
import io.murmuration.sync.hub.LaneConfig;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.resource.Scope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Verdicts and alarms from the agent's frame to the rows, over a real stream and database. */
@Tag("database")
@Timeout(120)
class EndpointAuditTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path directory;
  private TestDatabase database;
  private GatewayFixture fixture;

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.fresh();
    fixture = new GatewayFixture(database, directory, LaneConfig.DEFAULT);
  }

  /** Statements of the test's own. */
  private int looks;

  @AfterEach
  void close() {
    fixture.close();
    database.close();
    assertThat(fixture.hub.faults).isEmpty();
  }

  private GatewayFixture.Site site() throws Exception {
    var site = fixture.site("one");
    database.execute("INSERT INTO alarm_summary (subcloud_id) VALUES (" + site.id().value() + ")");
    return site;
  }

  private TestAgent connected(GatewayFixture.Site site, long dial, Holding... holdings) {
    return fixture
        .connect(site)
        .hello(site.id().value(), site.journal(), dial, holdings)
        .welcomed();
  }

  private static AgentFrame verdict(long reference, String endpoint, Verdict verdict, String why) {
    return AgentFrame.newBuilder()
        .setEndpointReport(
            EndpointReport.newBuilder()
                .setReference(reference)
                .addEndpoints(
                    EndpointReport.Endpoint.newBuilder()
                        .setEndpointType(endpoint)
                        .setVerdict(verdict)
                        .setDetails(why)))
        .build();
  }

  private static AgentFrame alarms(int major, String... ids) {
    var report =
        AlarmReport.newBuilder()
            .setSequence(1)
            .setSummary(AlarmSummary.newBuilder().setMajor(major))
            .setFacts(
                SiteFacts.newBuilder()
                    .setOamFloatingIp("203.0.113.7")
                    .setConfiguration(SiteFacts.Configuration.UP_TO_DATE));
    for (var id : ids) {
      report.addActive(
          Alarm.newBuilder()
              .setAlarmId(id)
              .setEntityInstanceId("host=controller-0")
              .setSeverity("major")
              .setReasonText("why"));
    }
    return AgentFrame.newBuilder().setAlarmReport(report).build();
  }

  private static AgentFrame verdictOfSite(long number, Availability availability) {
    return AgentFrame.newBuilder()
        .setHeartbeat(
            Heartbeat.newBuilder()
                .setSequence(number)
                .setVerdict(number)
                .setAvailability(availability))
        .build();
  }

  private String text(String sql) {
    looks++;
    return database
        .database()
        .transactions()
        .inTx(tx -> Objects.toString(tx.sql().fetchSingle(sql).get(0), ""));
  }

  private String endpoint(SubcloudId id, String endpoint) {
    return text(
        "SELECT sync_status || ': ' || reason FROM subcloud_status WHERE subcloud_id = %d AND endpoint_type = '%s'"
            .formatted(id.value(), endpoint));
  }

  private String active() {
    return text(
        "SELECT coalesce(string_agg(alarm_id || ' ' || severity || ' ' || entity_instance_id, '; ' ORDER BY alarm_id, resource), '') FROM alarm_record WHERE cleared_at IS NULL");
  }

  private String summary() {
    return text(
        "SELECT cloud_status || ' ' || major_alarms || ' ' || configuration || ' ' || coalesce(oam_floating_ip, '-') FROM alarm_summary");
  }

  private String siteAlarms() {
    return text("SELECT coalesce(string_agg(alarm_id, ',' ORDER BY alarm_id), '') FROM site_alarm");
  }

  private void until(Supplier<String> what, String expected) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(what.get()).isEqualTo(expected));
  }

  @Test
  void referenceFollowsWelcomeAndComesAgainWhenItChanges() throws Exception {
    try (var agent = connected(site(), 1)) {
      var first = agent.await(HubFrame::hasReference).getReference();
      assertThat(first.getRevision()).isZero();
      assertThat(first.hasSoftware()).isFalse();
      fixture.gateway.refer(
          new AuditReference(
              9, Optional.of(List.of("26.03.1")), Optional.of("v1.29.2"), Optional.empty()));
      var next =
          agent
              .await(frame -> frame.hasReference() && frame.getReference().getRevision() == 9)
              .getReference();
      assertThat(next.getSoftware().getDeployedList()).containsExactly("26.03.1");
      assertThat(next.hasFirmware()).isFalse();
    }
  }

  @Test
  void verdictBecomesTheStatusOfItsEndpointAndAnAlarmThatIsClearedByTheNext() throws Exception {
    var site = site();
    try (var agent = connected(site, 1)) {
      agent.say(verdict(0, "software", Verdict.OUT_OF_SYNC, "release 1 is deployed"));
      agent.say(verdict(0, "kubernetes", Verdict.NOT_KNOWN, "sysinv: HTTP 500"));
      until(() -> endpoint(site.id(), "software"), "out-of-sync: release 1 is deployed");
      until(() -> endpoint(site.id(), "kubernetes"), "unknown: sysinv: HTTP 500");
      until(this::active, "280.002 major subcloud=one.resource=software");
      assertThat(fixture.availability(site.id())).startsWith("online");
      agent.say(verdict(0, "software", Verdict.IN_SYNC, "as at the system controller"));
      until(() -> endpoint(site.id(), "software"), "in-sync: as at the system controller");
      until(this::active, "");
    }
  }

  @Test
  void verdictAboutAnOlderReferenceIsPassedOver() throws Exception {
    var site = site();
    try (var agent = connected(site, 1)) {
      fixture.gateway.refer(
          new AuditReference(9, Optional.of(List.of()), Optional.empty(), Optional.empty()));
      agent.await(frame -> frame.hasReference() && frame.getReference().getRevision() == 9);
      agent.say(verdict(8, "software", Verdict.OUT_OF_SYNC, "old"));
      agent.say(verdict(9, "kubernetes", Verdict.IN_SYNC, "new"));
      until(() -> endpoint(site.id(), "kubernetes"), "in-sync: new");
      assertThat(endpoint(site.id(), "software")).doesNotContain("old");
    }
  }

  @Test
  void verdictsWaitForTheFirstIdentitySync() throws Exception {
    var site = site();
    var identity = Holding.newBuilder().setKind("identity").build();
    try (var agent = connected(site, 1, identity)) {
      agent.say(verdict(0, "software", Verdict.IN_SYNC, "same"));
      until(() -> endpoint(site.id(), "software"), "unknown: waits for the first identity sync");
      agent.heartbeat(
          1,
          Holding.newBuilder()
              .setKind("identity")
              .setDigest(ByteString.copyFrom(new byte[32]))
              .setDigestKeyId(GatewayFixture.KEY_ID)
              .build());
      until(() -> endpoint(site.id(), "software"), "in-sync: same");
      until(() -> text("SELECT first_identity_sync_complete FROM subcloud"), "true");
    }
    try (var agent = connected(site, 2, identity)) {
      agent.say(verdict(0, "software", Verdict.OUT_OF_SYNC, "old"));
      until(() -> endpoint(site.id(), "software"), "out-of-sync: old");
    }
  }

  @Test
  void siteThatGoesOfflineHasNoVerdictsNoCountsAndOneAlarmUntilItIsBack() throws Exception {
    var site = site();
    try (var agent = connected(site, 1)) {
      agent.say(verdict(0, "software", Verdict.OUT_OF_SYNC, "old"));
      agent.say(alarms(1, "200.001"));
      until(this::summary, "degraded 1 up-to-date 203.0.113.7");
      until(this::active, "280.002 major subcloud=one.resource=software");
      agent.say(verdictOfSite(1, Availability.AVAILABILITY_DOWN));
      agent.say(verdictOfSite(2, Availability.AVAILABILITY_DOWN));
      until(() -> endpoint(site.id(), "software"), "unknown: the subcloud is offline");
      until(this::active, "280.001 critical subcloud=one");
      until(this::summary, "disabled -1 unknown -");
      assertThat(siteAlarms()).isEqualTo("200.001");
      agent.say(verdictOfSite(3, Availability.AVAILABILITY_UP));
      until(() -> endpoint(site.id(), "software"), "out-of-sync: old");
      until(this::active, "280.002 major subcloud=one.resource=software");
      until(this::summary, "degraded 1 up-to-date 203.0.113.7");
    }
  }

  @Test
  void siteThatComesBackWithANewStreamIsOfflineNoMoreAndItsAlarmIsCleared() throws Exception {
    var site = site();
    try (var agent = connected(site, 1)) {
      agent.say(verdictOfSite(1, Availability.AVAILABILITY_DOWN));
      agent.say(verdictOfSite(2, Availability.AVAILABILITY_DOWN));
      until(this::active, "280.001 critical subcloud=one");
    }
    try (var _ = connected(site, 2)) {
      until(this::active, "");
      until(() -> fixture.availability(site.id()).substring(0, 6), "online");
    }
  }

  @Test
  void siteThatHasNotSaidYetWhetherItIsUpRaisesNoAlarm() throws Exception {
    var site = site();
    var hello = TestAgent.hello(site.id().value(), site.journal(), 1, "test");
    var silent = hello.getHello().toBuilder().clearAvailability();
    try (var agent = fixture.connect(site)) {
      agent.say(hello.toBuilder().setHello(silent).build()).welcomed();
      until(() -> fixture.availability(site.id()).substring(0, 7), "offline");
      agent.say(verdictOfSite(1, Availability.AVAILABILITY_UP));
      until(() -> fixture.availability(site.id()).substring(0, 6), "online");
      assertThat(text("SELECT count(*) FROM alarm_record")).isEqualTo("0");
    }
  }

  @Test
  void alarmKeepsItsTimeAndUuidWhileItIsRaisedAgain() throws Exception {
    var site = site();
    try (var agent = connected(site, 1)) {
      agent.say(verdict(0, "software", Verdict.OUT_OF_SYNC, "one"));
      until(this::active, "280.002 major subcloud=one.resource=software");
      var first = text("SELECT uuid || ' ' || raised_at FROM alarm_record");
      agent.say(verdict(0, "software", Verdict.OUT_OF_SYNC, "two"));
      until(() -> endpoint(site.id(), "software"), "out-of-sync: two");
      assertThat(text("SELECT uuid || ' ' || raised_at FROM alarm_record")).isEqualTo(first);
    }
  }

  @Test
  void reportReplacesWhatTheSiteHadBefore() throws Exception {
    var site = site();
    try (var agent = connected(site, 1)) {
      agent.say(alarms(2, "200.001", "100.101", "200.001"));
      until(this::siteAlarms, "100.101,200.001");
      agent.say(alarms(1, "300.004"));
      until(this::siteAlarms, "300.004");
      agent.say(
          AgentFrame.newBuilder()
              .setAlarmReport(AlarmReport.newBuilder().setUnreadable("FM: HTTP 500"))
              .build());
      until(this::summary, "disabled -1 unknown -");
      assertThat(text("SELECT reason FROM alarm_summary")).isEqualTo("FM: HTTP 500");
      assertThat(siteAlarms()).isEqualTo("300.004");
    }
  }

  @Test
  void reportOfAGenerationThatIsOverIsNotWrittenButSaidAgain() throws Exception {
    var site = site();
    try (var agent = connected(site, 1)) {
      database.execute("UPDATE alarm_summary SET generation = 2");
      agent.say(alarms(1, "200.001"));
      database
          .database()
          .transactions()
          .runInTx(tx -> {
            tx.sql().execute("UPDATE subcloud SET generation = 2 WHERE id > 0");
            tx.sql().execute("UPDATE subcloud_status SET generation = 2 WHERE subcloud_id > 0");
            Changes.append(tx, ChangeKind.SUBCLOUD, new Scope.Subcloud(site.id().value()));
          });
      fixture.reader.nudge();
      until(this::summary, "degraded 1 up-to-date 203.0.113.7");
    }
  }

  @Test
  void manySitesVerdictsAndAlarmsTakeFewStatements() throws Exception {
    var sites = new ArrayList<GatewayFixture.Site>();
    for (int i = 0; i < 20; i++) {
      var site = fixture.site("sc" + i);
      database.execute(
          "INSERT INTO alarm_summary (subcloud_id) VALUES (" + site.id().value() + ")");
      sites.add(site);
    }
    var agents = new ArrayList<TestAgent>();
    try {
      sites.forEach(site -> agents.add(connected(site, 1)));
      until(
          () -> text("SELECT count(*) FROM subcloud_status WHERE reason LIKE '%not observed%'"),
          "80");
      var before = database.database().statements().now();
      int looksBefore = looks;
      for (var agent : agents) {
        agent.say(verdict(0, "software", Verdict.OUT_OF_SYNC, "old"));
        agent.say(alarms(1, "200.001"));
      }
      until(() -> text("SELECT count(*) FROM alarm_record WHERE cleared_at IS NULL"), "20");
      until(() -> text("SELECT count(*) FROM site_alarm"), "20");
      var used = database.database().statements().now().since(before);
      // batches that the linger cut; 20 sites × 2 reports × 3 would be 120
      assertThat(used.statements() - (looks - looksBefore)).isLessThan(70);
    } finally {
      agents.forEach(TestAgent::close);
    }
  }
}

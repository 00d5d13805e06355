package io.murmuration.central.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.murmuration.central.store.ChangeKind;
import io.murmuration.central.store.Changes;
import io.murmuration.proto.Availability;
import io.murmuration.proto.GoAway;
import io.murmuration.proto.Heartbeat;
import io.murmuration.proto.Holding;
import io.murmuration.proto.HubFrame;
import io.murmuration.proto.Observed;
import io.murmuration.proto.canonical.PushAssembly;
import io.murmuration.schema.testing.TestDatabase;
import io.murmuration.sync.hub.LaneConfig;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.resource.Scope;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Tag("database")
@Timeout(120)
class AgentGatewayTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** One push at a time per lane, and a permit comes back soon. */
  private static final LaneConfig TIGHT =
      new LaneConfig(
          1,
          Duration.ofMillis(200),
          Duration.ofSeconds(60),
          Duration.ofSeconds(18),
          Duration.ofSeconds(30),
          Duration.ofMinutes(10));

  @TempDir Path directory;
  private TestDatabase database;
  private GatewayFixture fixture;

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.fresh();
    fixture = new GatewayFixture(database, directory, TIGHT);
  }

  @AfterEach
  void close() {
    fixture.close();
    database.close();
    assertThat(fixture.hub.faults).isEmpty();
  }

  /** Of a site that was observed and has something else. */
  private static Holding other() {
    return Holding.newBuilder()
        .setKind("platform")
        .setDigest(ByteString.copyFrom(new byte[32]))
        .setDigestKeyId(GatewayFixture.KEY_ID)
        .build();
  }

  @Test
  void changeReachesTheSiteAndIsInSyncOnceTheAnswerIsCommitted() throws Exception {
    var site = fixture.site("one");
    try (var agent = fixture.connect(site)) {
      agent.hello(site.id().value(), site.journal(), 1, other()).welcomed();
      agent.finished(agent.pushed()); // brings it to "nothing is wanted"
      var revision = fixture.hub.declare(Scope.FLEET, "dns", "{\"servers\":[\"10.0.0.1\"]}");
      fixture.reader.nudge();
      var push = agent.pushedTo(revision.number());
      agent.finished(push);
      await().atMost(PATIENCE).until(() -> fixture.status(site.id()).equals("in-sync"));
      await()
          .atMost(PATIENCE)
          .until(() -> {
            var progress = fixture.convergence.find(revision).orElseThrow();
            return progress.targets() == 1 && progress.durable() == 1;
          });
    }
  }

  @Test
  void siteThatCannotBeReadIsUnknownUntilItIsObservedAgain() throws Exception {
    var site = fixture.site("one");
    try (var agent = fixture.connect(site)) {
      agent.hello(site.id().value(), site.journal(), 1, other()).welcomed();
      var push = agent.pushed();
      agent.finished(push);
      await().atMost(PATIENCE).until(() -> fixture.status(site.id()).equals("in-sync"));
      var holding = Holding.newBuilder().setKind("platform").setRevision(push.getToRevision());
      agent.send(
          Observed.newBuilder().setHolding(holding).setUnreadable("sysinv: HTTP 500").build());
      await().atMost(PATIENCE).until(() -> fixture.status(site.id()).equals("unknown"));
      agent.send(
          Observed.newBuilder()
              .setHolding(
                  holding.setDigest(push.getToDigest()).setDigestKeyId(GatewayFixture.KEY_ID))
              .build());
      await().atMost(PATIENCE).until(() -> fixture.status(site.id()).equals("in-sync"));
    }
  }

  @Test
  void siteIsOfflineByTwoAnswersNotByOneToldTwiceAndNotFoundOutIsNotUp() throws Exception {
    var site = fixture.site("one");
    try (var agent = fixture.connect(site)) {
      agent.hello(site.id().value(), site.journal(), 1, other()).welcomed();
      agent.send(verdict(1, Availability.AVAILABILITY_DOWN, 5));
      agent.send(verdict(2, Availability.AVAILABILITY_DOWN, 5));
      agent.send(verdict(3, Availability.AVAILABILITY_UNSPECIFIED, 5));
      await()
          .atMost(PATIENCE)
          .until(
              () -> fixture.availability(site.id()).equals("online: taken for up as before: vim"));
      agent.send(verdict(4, Availability.AVAILABILITY_DOWN, 6));
      agent.send(verdict(5, Availability.AVAILABILITY_UNSPECIFIED, 6));
      await()
          .atMost(PATIENCE)
          .until(() ->
              fixture
                  .availability(site.id())
                  .equals("offline: not known whether the site is up: vim"));
      agent.send(verdict(6, Availability.AVAILABILITY_UP, 7));
      await().atMost(PATIENCE).until(() -> fixture.availability(site.id()).startsWith("online: "));
    }
  }

  private static Heartbeat verdict(long sequence, Availability availability, long number) {
    return Heartbeat.newBuilder()
        .setSequence(sequence)
        .setAvailability(availability)
        .setAvailabilityReason("vim")
        .setVerdict(number)
        .build();
  }

  @Test
  void heartbeatIsAcknowledged() throws Exception {
    var site = fixture.site("one");
    try (var agent = fixture.connect(site)) {
      agent.hello(site.id().value(), site.journal(), 1, other()).welcomed();
      agent.heartbeat(7);
      assertThat(agent.await(HubFrame::hasHeartbeatAck).getHeartbeatAck().getSequence())
          .isEqualTo(7);
    }
  }

  @Test
  void anAuditThatWasAskedForOnAnyNodeReachesTheSessionsOfThisOne() throws Exception {
    var site = fixture.site("one");
    try (var agent = fixture.connect(site)) {
      var software = other().toBuilder().setKind("software").build();
      agent.hello(site.id().value(), site.journal(), 1, software).welcomed();
      database
          .database()
          .transactions()
          .runInTx(tx -> Changes.append(tx, ChangeKind.AUDIT_SOFTWARE, Scope.FLEET));
      fixture.reader.nudge();

      var audit = agent.await(HubFrame::hasAudit).getAudit();

      assertThat(audit.getKindsList()).containsExactly("software");
      assertThat(audit.getBypassCache()).isTrue();
    }
  }

  @Test
  void nothingIsSentBeforeTheClaimIsCommitted() throws Exception {
    var site = fixture.site("one");
    database.execute("INSERT INTO agent_session (subcloud_id) VALUES (" + site.id().value() + ")");
    fixture.hub.declare(Scope.FLEET, "dns", "{}");
    fixture.reader.readIndex().join();
    var locked = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    try (var background = Executors.newVirtualThreadPerTaskExecutor();
        var agent = fixture.connect(site)) {
      background.execute(() ->
          database
              .database()
              .transactions()
              .runInTx(tx -> {
                tx.sql().execute("SELECT * FROM agent_session FOR UPDATE");
                locked.countDown();
                awaitQuietly(release);
              }));
      locked.await();
      agent.hello(site.id().value(), site.journal(), 1, other());
      await().atMost(PATIENCE).until(this::somebodyWaitsForALock);
      assertThat(agent.frames()).isEmpty();
      release.countDown();
      agent.welcomed();
      assertThat(agent.frames().getFirst().hasWelcome()).isTrue();
      agent.pushed();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean somebodyWaitsForALock() {
    return database
        .database()
        .transactions()
        .inTx(tx ->
            tx.sql()
                    .fetchSingle(
                        "SELECT count(*) FROM pg_stat_activity"
                            + " WHERE datname = current_database()"
                            + " AND wait_event_type = 'Lock'")
                    .get(0, Long.class)
                > 0);
  }

  @Test
  void olderStreamIsSuperseded() throws Exception {
    var site = fixture.site("one");
    try (var first = fixture.connect(site);
        var second = fixture.connect(site)) {
      first.hello(site.id().value(), site.journal(), 1, other()).welcomed();
      second.hello(site.id().value(), site.journal(), 2, other()).welcomed();
      assertThat(first.await(HubFrame::hasGoAway).getGoAway().getReason())
          .isEqualTo(GoAway.Reason.SUPERSEDED);
      first.untilEnded();
      await().atMost(PATIENCE).until(() -> fixture.gateway.sessions().connected() == 1);
      second.heartbeat(1);
      second.await(HubFrame::hasHeartbeatAck);
    }
  }

  @Test
  void dialNumberThatWasUsedIsRefused() throws Exception {
    var site = fixture.site("one");
    try (var first = fixture.connect(site);
        var second = fixture.connect(site)) {
      first.hello(site.id().value(), site.journal(), 5, other()).welcomed();
      second.hello(site.id().value(), site.journal(), 5, other());
      assertThat(second.await(HubFrame::hasGoAway).getGoAway().getReason())
          .isEqualTo(GoAway.Reason.SUPERSEDED);
      assertThat(second.frames()).noneMatch(HubFrame::hasWelcome);
    }
  }

  @Test
  void certificateOfAnotherSubcloudGetsNothing() throws Exception {
    var site = fixture.site("one");
    var other = fixture.site("two");
    try (var agent = fixture.connect(other)) {
      agent.hello(site.id().value(), site.journal(), 1, other());
      assertThat(agent.await(HubFrame::hasGoAway).getGoAway().getReason())
          .isEqualTo(GoAway.Reason.NOT_AUTHORISED);
      agent.untilEnded();
      assertThat(agent.frames()).hasSize(1);
    }
  }

  @Test
  void callerWithoutACertificateGetsNothing() throws Exception {
    var site = fixture.site("one");
    var tls =
        GrpcSslContexts.forClient().trustManager(InsecureTrustManagerFactory.INSTANCE).build();
    try (var agent = new TestAgent(fixture.gateway.port(), tls, true)) {
      agent.hello(site.id().value(), site.journal(), 1, other());
      agent.untilEnded();
      assertThat(agent.frames()).isEmpty();
      assertThat(agent.error()).isNotNull();
    }
  }

  @Test
  void revokedAgentIsCutOffAndCannotReturn() throws Exception {
    var site = fixture.site("one");
    try (var agent = fixture.connect(site);
        var again = fixture.connect(site)) {
      agent.hello(site.id().value(), site.journal(), 1, other()).welcomed();
      fixture.revoke(site);
      assertThat(agent.await(HubFrame::hasGoAway).getGoAway().getReason())
          .isEqualTo(GoAway.Reason.NOT_AUTHORISED);
      agent.untilEnded();
      again.hello(site.id().value(), site.journal(), 2, other());
      assertThat(again.await(HubFrame::hasGoAway).getGoAway().getReason())
          .isEqualTo(GoAway.Reason.NOT_AUTHORISED);
      assertThat(again.frames()).hasSize(1);
    }
  }

  @Test
  void agentEnrolledAnewSurvivesTheRevocationOfItsForerunner() throws Exception {
    var site = fixture.site("one");
    database
        .database()
        .transactions()
        .runInTx(tx -> {
          tx.sql().execute("UPDATE enrolment SET state = 'revoked', revoked_at = now()");
          Changes.append(tx, ChangeKind.REVOCATION, new Scope.Subcloud(site.id().value()));
        });
    var anew = fixture.enrol(site.id());
    try (var agent = fixture.connect(anew)) {
      agent.hello(site.id().value(), anew.journal(), 1, other()).welcomed();
      fixture.reader.readIndex().join();
      agent.heartbeat(1);
      agent.await(HubFrame::hasHeartbeatAck);
      assertThat(agent.frames()).noneMatch(HubFrame::hasGoAway);
    }
  }

  /**
   * Nobody knows whether the claim was revoked after it was checked: the next one is checked anew.
   */
  @Test
  void claimThatAReloadOvertookIsNotOpened() throws Exception {
    var site = fixture.site("one");
    fixture.gateway.changes().reloaded(new Revision(1_000));
    try (var agent = fixture.connect(site)) {
      agent.hello(site.id().value(), site.journal(), 1, other());
      assertThat(agent.await(HubFrame::hasGoAway).getGoAway().getReason())
          .isEqualTo(GoAway.Reason.BUSY);
      agent.untilEnded();
      assertThat(agent.frames()).noneMatch(HubFrame::hasWelcome);
    }
  }

  @Test
  void linesOfTheLogNameTheSubcloud() throws Exception {
    var lines = new ConcurrentLinkedQueue<Map<String, String>>();
    var appender =
        new AppenderBase<ILoggingEvent>() {
          @Override
          protected void append(ILoggingEvent event) {
            lines.add(event.getMDCPropertyMap());
          }
        };
    var log = (Logger) LoggerFactory.getLogger("io.murmuration.sync");
    var level = log.getLevel();
    log.setLevel(Level.INFO);
    appender.start();
    log.addAppender(appender);
    var site = fixture.site("one");
    try (var agent = fixture.connect(site)) {
      agent.hello(site.id().value(), site.journal(), 1, other()).welcomed();
      agent.deferred(agent.pushed());
      await().atMost(PATIENCE).until(() -> !lines.isEmpty());
    } finally {
      log.detachAppender(appender);
      log.setLevel(level);
    }
    assertThat(lines).allMatch(line -> site.id().toString().equals(line.get("subcloud")));
  }

  @Test
  void statusOfAnOlderGenerationLosesAndIsReportedAgain() throws Exception {
    var site = fixture.site("one");
    try (var agent = fixture.connect(site)) {
      agent.hello(site.id().value(), site.journal(), 1, other()).welcomed();
      agent.finished(agent.pushed()); // brings it to "nothing is wanted"
      var revision = fixture.hub.declare(Scope.FLEET, "dns", "{}");
      fixture.reader.nudge();
      var push = agent.pushedTo(revision.number());
      database
          .database()
          .transactions()
          .runInTx(tx -> {
            tx.sql().execute("UPDATE subcloud SET generation = generation + 1 WHERE id > 0");
            tx.sql()
                .execute(
                    "UPDATE subcloud_status SET generation = 2, sync_status = 'unknown'"
                        + " WHERE subcloud_id > 0");
            Changes.append(tx, ChangeKind.SUBCLOUD, new Scope.Subcloud(site.id().value()));
          });
      agent.finished(push); // this node has not read the new generation: nobody nudged
      await().atMost(PATIENCE).until(() -> fixture.status(site.id()).equals("in-sync"));
    }
  }

  @Test
  void agentThatNeverReadsHoldsNoPermit() throws Exception {
    var revision = fixture.hub.declare(Scope.FLEET, "dns", "{}");
    fixture.reader.readIndex().join();
    var deaf = fixture.site("deaf");
    var one = fixture.site("one");
    var two = fixture.site("two");
    try (var mute = fixture.connectDeaf(deaf);
        var first = fixture.connect(one);
        var second = fixture.connect(two)) {
      mute.hello(deaf.id().value(), deaf.journal(), 1, other());
      await().atMost(PATIENCE).until(() -> fixture.gateway.sessions().connected() == 1);
      first.hello(one.id().value(), one.journal(), 1, other());
      second.hello(two.id().value(), two.journal(), 1, other());
      first.finished(first.pushedTo(revision.number()));
      second.finished(second.pushedTo(revision.number()));
      await().atMost(PATIENCE).until(() -> fixture.gateway.sessions().pushesInFlight() == 0);
    }
  }

  @Test
  void tenThousandItemsArriveAsAWhole() throws Exception {
    var site = fixture.site("one");
    var revision = fixture.hub.declare(Scope.FLEET, "dns", "{}");
    database.execute(
        """
        INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence, payload)
        SELECT 'fleet', 0, 'platform', 'service-parameter', 'p' || n, %d, 'present',
               '{"value":"' || repeat('x', 300) || '"}'
          FROM generate_series(1, 9999) n
        """
            .formatted(revision.number()));
    fixture.reader.readIndex().join();
    try (var agent = fixture.connect(site)) {
      agent.hello(site.id().value(), site.journal(), 1, other()).welcomed();
      var first = agent.pushed();
      assertThat(first.getParts()).isGreaterThan(1);
      agent.await(frame -> frame.hasPush() && frame.getPush().getPart() == first.getParts() - 1);
      var assembly = new PushAssembly();
      PushAssembly.Outcome outcome = new PushAssembly.Outcome.Incomplete();
      for (var frame : agent.frames()) {
        if (frame.hasPush()) {
          outcome = assembly.add(frame.getPush());
        }
      }
      assertThat(outcome).isInstanceOf(PushAssembly.Outcome.Complete.class);
      var bodies = ((PushAssembly.Outcome.Complete) outcome).bodies();
      assertThat(io.murmuration.proto.canonical.PushParts.join(bodies).getItemsCount())
          .isEqualTo(10_000);
    }
  }

  /** A peer that grants no window cannot even be told to go; its place is freed all the same. */
  @Test
  void agentThatTakesNoLastWordKeepsNoPlace() throws Exception {
    var site = fixture.site("one");
    var mute = new ArrayList<TestAgent>();
    try {
      for (int i = 0; i <= Streams.MOST_OF_ONE; i++) {
        mute.add(new TestAgent(fixture.gateway.port(), site.tls(), false, 1).heartbeat(1));
      }
      await().atMost(PATIENCE).until(() -> mute.stream().anyMatch(AgentGatewayTest::isRefused));
      await()
          .atMost(PATIENCE)
          .until(() -> {
            try (var agent = fixture.connect(site)) {
              agent.heartbeat(1).untilEnded();
              return !isRefused(agent);
            }
          });
    } finally {
      mute.forEach(TestAgent::close);
    }
  }

  /** Not even heard, since its subcloud has too many streams. */
  private static boolean isRefused(TestAgent agent) {
    var error = agent.error();
    return error != null && Status.fromThrowable(error).getCode() == Status.Code.RESOURCE_EXHAUSTED;
  }

  @Test
  void firstFrameMustBeHello() throws Exception {
    var site = fixture.site("one");
    try (var agent = fixture.connect(site)) {
      agent.heartbeat(1);
      assertThat(agent.await(HubFrame::hasGoAway).getGoAway().getReason())
          .isEqualTo(GoAway.Reason.PROTOCOL_ERROR);
      agent.untilEnded();
    }
  }

  @Test
  void journalThatReplacedAnotherIsAccepted() throws Exception {
    var site = fixture.site("one");
    try (var first = fixture.connect(site);
        var second = fixture.connect(site)) {
      first.hello(site.id().value(), site.journal(), 9, other()).welcomed();
      second.hello(site.id().value(), UUID.randomUUID(), 1, other()).welcomed();
    }
  }
}

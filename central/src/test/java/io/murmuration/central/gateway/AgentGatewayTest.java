package io.murmuration.central.gateway;

import static io.murmuration.central.gateway.GatewayFixture.other;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.murmuration.central.desired.SourceSnapshot;
import io.murmuration.central.desired.SourceSnapshots;
import io.murmuration.central.store.ChangeKind;
import io.murmuration.central.store.Changes;
import io.murmuration.central.store.Commits;
import io.murmuration.proto.AgentFrame;
import io.murmuration.proto.Availability;
import io.murmuration.proto.Heartbeat;
import io.murmuration.proto.Holding;
import io.murmuration.proto.HubFrame;
import io.murmuration.proto.Observed;
import io.murmuration.proto.Welcome;
import io.murmuration.proto.canonical.PushAssembly;
import io.murmuration.proto.canonical.PushParts;
import io.murmuration.schema.testing.TestDatabase;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.resource.Scope;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
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

  @TempDir Path directory;
  private TestDatabase database;
  private GatewayFixture fixture;

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.fresh();
    fixture = new GatewayFixture(database, directory, GatewayFixture.TIGHT);
  }

  @AfterEach
  void close() {
    fixture.close();
    database.close();
    assertThat(fixture.hub.faults).isEmpty();
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
  void hubWithoutASourceOfIdentitiesSaysSoUnlessSomeWereTakenOver() throws Exception {
    fixture.close();
    fixture = new GatewayFixture(database, directory, GatewayFixture.TIGHT, false);
    assertThat(welcome("one").getIdentityKept()).isFalse();
    var role = new ItemKey("role", "r");
    new SourceSnapshots(
            new Commits(database.database().transactions()),
            fixture.seal,
            () -> "source-1",
            _ -> {})
        .commit(
            new SourceSnapshot(
                "keystone",
                Scope.FLEET,
                Kind.IDENTITY,
                Set.of("role"),
                Set.of(),
                new TreeMap<>(Map.of(role, Payload.of("{}")))),
            _ -> {});
    fixture.reader.readIndex().join();
    assertThat(welcome("two").getIdentityKept()).isTrue();
  }

  private Welcome welcome(String name) throws Exception {
    var site = fixture.site(name);
    try (var agent = fixture.connect(site)) {
      return agent
          .hello(site.id().value(), site.journal(), 1, other())
          .await(HubFrame::hasWelcome)
          .getWelcome();
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

  @Test
  void aFailureAndARenewedStreamDoNotMakeASiteOfflineASecondFailureDoes() throws Exception {
    var site = fixture.site("one");
    try (var agent = fixture.connect(site)) {
      agent.hello(site.id().value(), site.journal(), 1, other()).welcomed();
    }
    var since = since(site.id());
    try (var agent = fixture.connect(site)) {
      agent.say(failing(site, 2)).welcomed();
      agent.send(verdict(1, Availability.AVAILABILITY_DOWN, 5)); // the greeting's, told again
      agent.send(verdict(2, Availability.AVAILABILITY_UNSPECIFIED, 5));
      await()
          .atMost(PATIENCE)
          .until(
              () -> fixture.availability(site.id()).equals("online: taken for up as before: vim"));
      assertThat(since(site.id())).as("it was online all the time").isEqualTo(since);
      agent.send(verdict(3, Availability.AVAILABILITY_DOWN, 6));
      await().atMost(PATIENCE).until(() -> fixture.availability(site.id()).startsWith("offline: "));
    }
    try (var agent = fixture.connect(site)) {
      agent.say(failing(site, 3)).welcomed();
      assertThat(fixture.availability(site.id())).startsWith("offline: ");
    }
  }

  private static AgentFrame failing(GatewayFixture.Site site, long dial) {
    var frame =
        TestAgent.hello(site.id().value(), site.journal(), dial, "test", other()).toBuilder();
    frame
        .getHelloBuilder()
        .setAvailability(Availability.AVAILABILITY_DOWN)
        .setAvailabilityReason("vim");
    return frame.build();
  }

  private OffsetDateTime since(SubcloudId id) {
    return database
        .database()
        .transactions()
        .inTx(tx ->
            tx.sql()
                .fetchSingle(
                    "SELECT availability_since FROM agent_session WHERE subcloud_id = ?",
                    id.value())
                .get(0, OffsetDateTime.class));
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
      assertThat(PushParts.join(bodies).getItemsCount()).isEqualTo(10_000);
    }
  }
}

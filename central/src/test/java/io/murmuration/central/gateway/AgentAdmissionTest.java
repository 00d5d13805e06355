package io.murmuration.central.gateway;

import static io.murmuration.central.gateway.GatewayFixture.other;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.murmuration.central.store.ChangeKind;
import io.murmuration.central.store.Changes;
import io.murmuration.proto.GoAway;
import io.murmuration.proto.HubFrame;
import io.murmuration.schema.testing.TestDatabase;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.resource.Scope;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which streams get a session, and when they lose it. */
@Tag("database")
@Timeout(120)
class AgentAdmissionTest {
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
  void agentThatTakesNoLastWordKeepsNoPlace() throws Exception {
    var site = fixture.site("one");
    var mute = new ArrayList<TestAgent>();
    try {
      for (int i = 0; i <= Streams.MOST_OF_ONE; i++) {
        mute.add(new TestAgent(fixture.gateway.port(), site.tls(), false, 1).heartbeat(1));
      }
      await().atMost(PATIENCE).until(() -> mute.stream().anyMatch(AgentAdmissionTest::isRefused));
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

package io.murmuration.central.gateway;

import static io.murmuration.proto.Availability.AVAILABILITY_DOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.murmuration.central.certificate.AgentIdentity;
import io.murmuration.central.gateway.claim.ClaimOutcome;
import io.murmuration.central.gateway.claim.ClaimRequest;
import io.murmuration.central.gateway.claim.Claims;
import io.murmuration.central.gateway.metrics.GatewayMetrics;
import io.murmuration.proto.AgentFrame;
import io.murmuration.proto.ApplyResult;
import io.murmuration.proto.Heartbeat;
import io.murmuration.proto.Holding;
import io.murmuration.proto.ItemKey;
import io.murmuration.proto.Push;
import io.murmuration.proto.Refusal;
import io.murmuration.schema.testing.TestDatabase;
import io.murmuration.sync.hub.LaneConfig;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.status.SiteVerdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** No text of an agent keeps its own words, or a neighbour's, from the database. */
@Tag("database")
@Timeout(120)
class HostileTextTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String HOSTILE = "bad\u0000\nERROR forged";
  private static final String STORED = "bad\uFFFD\uFFFDERROR forged";

  @TempDir Path directory;
  private TestDatabase database;
  private GatewayFixture fixture;
  private GatewayFixture.Site site;
  private TestAgent agent;

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.fresh();
    fixture = new GatewayFixture(database, directory, LaneConfig.DEFAULT);
    site = fixture.site("hostile");
    agent = fixture.connect(site);
  }

  @AfterEach
  void close() {
    agent.close();
    fixture.close();
    database.close();
    assertThat(fixture.hub.faults).isEmpty();
  }

  private void hello(String version) {
    agent.say(TestAgent.hello(site.id().value(), site.journal(), 1, version, holding()));
    agent.welcomed();
  }

  private static Holding holding() {
    return Holding.newBuilder()
        .setKind("platform")
        .setDigest(ByteString.copyFrom(new byte[32]))
        .setDigestKeyId(GatewayFixture.KEY_ID)
        .build();
  }

  private String value(String sql) {
    return database
        .database()
        .transactions()
        .inTx(tx -> String.valueOf(tx.sql().fetchValue(sql, site.id().value())));
  }

  private void awaitReason(String part) {
    await()
        .atMost(PATIENCE)
        .until(() ->
            value(
                    "SELECT string_agg(reason, ' ') FROM subcloud_status WHERE subcloud_id = ?"
                        + " AND endpoint_type = 'platform'")
                .contains(part));
  }

  @Test
  void versionIsStored() {
    hello(HOSTILE);
    assertThat(value("SELECT agent_version FROM agent_session WHERE subcloud_id = ?"))
        .isEqualTo(STORED);
  }

  @Test
  void reasonOfAvailabilityIsStored() {
    hello("1");
    for (int i = 1; i <= 2; i++) {
      agent.say(
          AgentFrame.newBuilder()
              .setHeartbeat(
                  Heartbeat.newBuilder()
                      .setSequence(i)
                      .setAvailability(AVAILABILITY_DOWN)
                      .setAvailabilityReason(HOSTILE))
              .build());
    }
    await()
        .atMost(PATIENCE)
        .until(() ->
            value("SELECT availability_reason FROM agent_session WHERE subcloud_id = ?")
                .contains(STORED));
  }

  @Test
  void reasonOfADeferralIsStored() {
    hello("1");
    answer(ApplyResult.newBuilder().setOutcome(ApplyResult.Outcome.DEFERRED).setReason(HOSTILE));
    awaitReason(STORED);
  }

  @Test
  void refusedKeyAndItsReasonAreStored() {
    hello("1");
    var push = agent.pushed();
    var refusal =
        Refusal.newBuilder()
            .setKey(ItemKey.newBuilder().setType(HOSTILE).setName("n\u0000" + "x".repeat(100_000)))
            .setItemDigest(ByteString.copyFrom(new byte[32]))
            .setWhy(HOSTILE);
    answer(
        push,
        ApplyResult.newBuilder()
            .setOutcome(ApplyResult.Outcome.FINISHED)
            .setHolding(
                holding().toBuilder()
                    .setRevision(push.getToRevision())
                    .setDigest(push.getToDigest())
                    .addRefusals(refusal)));
    awaitReason(STORED + "/n\uFFFDx");
    awaitReason("(" + STORED + ")");
  }

  /** As a text would be that got past every check. */
  @Test
  void claimThatTheDatabaseDoesNotTakeFailsAlone() throws Exception {
    var faults = new ArrayList<Throwable>();
    var outcomes = new ConcurrentHashMap<SubcloudId, ClaimOutcome>();
    var transactions = database.database().transactions();
    try (var claims =
        new Claims(
            transactions,
            fixture.incarnation,
            GatewayMetrics.NONE,
            (_, bug) -> faults.add(bug),
            System::nanoTime)) {
      for (var one : List.of(site, fixture.site("two"), fixture.site("three"))) {
        var identity = new AgentIdentity(one.id(), one.enrolment(), one.serial());
        var version = one.equals(site) ? HOSTILE : "1";
        var request = new ClaimRequest(identity, one.journal(), 1, version, SiteVerdict.up(0));
        claims.submit(request, outcome -> outcomes.put(one.id(), outcome));
      }
      claims.start();
      await().atMost(PATIENCE).until(() -> outcomes.size() == 3);
    }
    assertThat(outcomes.remove(site.id())).isInstanceOf(ClaimOutcome.Refused.class);
    assertThat(outcomes.values()).hasOnlyElementsOfType(ClaimOutcome.Accepted.class);
    assertThat(faults).hasSize(1);
  }

  private void answer(ApplyResult.Builder result) {
    answer(agent.pushed(), result);
  }

  private void answer(Push push, ApplyResult.Builder result) {
    agent.say(
        AgentFrame.newBuilder()
            .setApplyResult(
                result
                    .setAttempt(push.getAttempt())
                    .setKind(push.getKind())
                    .setRevision(push.getToRevision()))
            .build());
  }
}

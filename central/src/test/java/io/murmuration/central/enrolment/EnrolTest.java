package io.murmuration.central.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.murmuration.central.api.HttpMethod;
import io.murmuration.central.certificate.AgentIdentity;
import io.murmuration.central.certificate.TestAgent;
import io.murmuration.proto.EnrollReply;
import io.murmuration.proto.EnrollRequest;
import io.murmuration.proto.EnrolmentGrpc;
import io.murmuration.sync.model.SubcloudId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

@Tag("database")
class EnrolTest {
  private static final String NOT_ACCEPTED = "enrolment token not accepted";

  @AutoClose private static final EnrolmentWorld world = new EnrolmentWorld();

  private final SubcloudId subcloud = world.subcloud("edge-" + UUID.randomUUID());
  private final TestAgent agent = world.newAgent();

  @Test
  void tokenGivesACertificateForItsSubcloudOnly() {
    var other = world.subcloud("other-" + UUID.randomUUID());
    world.token(other);

    var reply = agent.enroll(world.port(), world.token(subcloud));

    var certificate = TestAgent.certificate(reply);
    assertThat(AgentIdentity.of(certificate).subcloud()).isEqualTo(subcloud);
    assertThat(certificate.getPublicKey()).isEqualTo(agent.keys.getPublic());
    assertThat(TestAgent.isSignedBy(certificate, world.authority.ca)).isTrue();
    assertThat(reply.getSubcloudId()).isEqualTo(subcloud.value());
    assertThat(reply.getTrustPem()).isEqualTo(world.authority.ca.trustBundle());
    assertThat(reply.getHubAddressesList()).containsExactly("hub.example:8121");
    assertThat(enrolments(other)).isEqualTo("0");
  }

  @Test
  void firstEnrolmentShowsThatTheSiteIsDeployed() {
    agent.enroll(world.port(), world.token(subcloud));

    assertThat(world.query("SELECT deploy_status FROM subcloud WHERE id = ?", subcloud.value()))
        .isEqualTo("complete");
  }

  @Test
  void usedTokenIsWorthNothingToAnotherKey() {
    String token = world.token(subcloud);
    agent.enroll(world.port(), token);

    assertRefused(world.newAgent(), token);
  }

  @Test
  void sameTokenAndKeyGetTheSameCertificateAgain() {
    String token = world.token(subcloud);
    var first = agent.enroll(world.port(), token);

    var again = agent.enroll(world.port(), token);

    assertThat(again).isEqualTo(first);
    assertThat(enrolments(subcloud)).isEqualTo("1");
  }

  @Test
  void sameTokenAndKeyAreAnsweredAlsoAfterTheTokenExpired() {
    String token = world.token(subcloud);
    var first = agent.enroll(world.port(), token);
    world.transactions.runInTx(tx ->
        tx.sql()
            .execute(
                "UPDATE enrolment_token SET expires_at = created_at - interval '1 s' WHERE"
                    + " subcloud_id = ?",
                subcloud.value()));

    assertThat(agent.enroll(world.port(), token)).isEqualTo(first);
  }

  @Test
  void expiredAndUnknownTokensAreRefusedInTheSameWords() {
    String token = world.token(subcloud);
    world.transactions.runInTx(tx ->
        tx.sql()
            .execute(
                "UPDATE enrolment_token SET expires_at = created_at - interval '1 s' WHERE"
                    + " subcloud_id = ?",
                subcloud.value()));

    assertRefused(agent, token);
    assertRefused(agent, "no-such-token");
    assertRefused(agent, "");
    assertRefused(agent, "x".repeat(10_000));
    assertThat(enrolments(subcloud)).isEqualTo("0");
  }

  @Test
  void newTokenWithdrawsTheEarlierUnusedOne() {
    String earlier = world.token(subcloud);
    String later = world.token(subcloud);

    assertRefused(agent, earlier);
    assertThat(agent.enroll(world.port(), later).getSubcloudId()).isEqualTo(subcloud.value());
  }

  @Test
  void withdrawnTokenIsRefused() {
    String token = world.token(subcloud);

    world.ok(HttpMethod.DELETE, "/v1.0/enrolment-tokens/" + subcloud.value(), "");

    assertRefused(agent, token);
  }

  @Test
  void requestThatIsNotSignedByItsKeyIsRefusedAndTheTokenStaysGood() {
    String token = world.token(subcloud);
    String stolen = TestAgent.request(agent.keys, world.newAgent().keys, "SHA256withECDSA");
    var request =
        EnrollRequest.newBuilder().setToken(token).setCertificateRequestPem(stolen).build();

    assertThatThrownBy(() -> agent.call(world.port(), agent.tls(null), s -> s.enroll(request)))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
              assertThat(e.getMessage()).contains("certificate_request_pem").doesNotContain(token);
            });
    assertThat(agent.enroll(world.port(), token).getSubcloudId()).isEqualTo(subcloud.value());
  }

  @Test
  void newEnrolmentReplacesTheFormerOneAndFencesItsSession() {
    String firstToken = world.token(subcloud);
    var first = agent.enroll(world.port(), firstToken);
    var node = UUID.randomUUID();
    world.connect(subcloud, node, 41);

    var second = world.newAgent().enroll(world.port(), world.token(subcloud));

    assertThat(enrolments(subcloud)).isEqualTo("1");
    assertThat(serialState(first)).isEqualTo("revoked: replaced by a new enrolment");
    assertThat(serialState(second)).isEqualTo("good");
    assertThat(session()).isEqualTo("42 null offline replaced by a new enrolment");
    assertThat(
            world.query(
                "SELECT sync_status || ' ' || session_epoch || ' ' || reason FROM subcloud_status"
                    + " WHERE subcloud_id = ?",
                subcloud.value()))
        .isEqualTo("unknown 42 replaced by a new enrolment");
    assertThat(revocationChanges()).isEqualTo("1");
    assertThat(world.nudgedAt)
        .as("after the commit")
        .containsOnlyOnce("revocation " + subcloud.value());
    assertRefused(agent, firstToken);
  }

  @Test
  void concurrentRepeatsOfOneRequestGetOneCertificate() throws Exception {
    String token = world.token(subcloud);
    var requests = agent.enrollRequest(token);
    var channel = TestAgent.channel(world.port(), agent.tls(null));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var stub = EnrolmentGrpc.newBlockingStub(channel).withDeadlineAfter(30, TimeUnit.SECONDS);
      var calls = new ArrayList<Callable<EnrollReply>>();
      for (int i = 0; i < 20; i++) {
        calls.add(() -> stub.enroll(requests));
      }
      var replies = new HashSet<EnrollReply>();
      for (var reply : threads.invokeAll(calls)) {
        replies.add(reply.get());
      }
      assertThat(replies).hasSize(1);
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void ofManyKeysThatUseOneTokenAtOnceOneWins() throws Exception {
    String token = world.token(subcloud);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls = new ArrayList<Callable<String>>();
      for (int i = 0; i < 8; i++) {
        calls.add(() -> outcome(world.newAgent(), token));
      }
      var outcomes = new ArrayList<String>();
      for (var call : threads.invokeAll(calls)) {
        outcomes.add(call.get());
      }
      assertThat(outcomes).containsOnlyOnce("granted").contains(NOT_ACCEPTED).hasSize(8);
    }
    assertThat(enrolments(subcloud)).isEqualTo("1");
  }

  @Test
  void deletedAndCreatedAgainSharesNothing() {
    String name = "twin-" + UUID.randomUUID();
    var former = world.subcloud(name);
    String formerToken = world.token(former);
    var formerCertificate = TestAgent.certificate(agent.enroll(world.port(), formerToken));
    world.delete(former);

    var twin = world.subcloud(name);

    assertRefused(agent, formerToken);
    assertThatThrownBy(() -> agent.renew(world.port(), formerCertificate))
        .hasMessageContaining("PERMISSION_DENIED");
    assertThat(enrolments(twin)).isEqualTo("0");
    assertThat(world.ok(HttpMethod.GET, "/v1.0/enrolments/" + name, ""))
        .containsEntry("state", "not-enrolled")
        .containsEntry("certificates", List.of());
  }

  @Test
  void unusedTokenOfADeletedSubcloudIsRefused() {
    String token = world.token(subcloud);
    world.delete(subcloud);

    assertRefused(agent, token);
  }

  @Test
  void clockDecidesAboutExpiry() {
    try (var own = new EnrolmentWorld()) {
      var site = own.subcloud("site");
      String token = own.token(site);
      own.authority.clock.advance(Duration.ofMinutes(61));

      assertThat(outcome(own, own.newAgent(), token)).isEqualTo(NOT_ACCEPTED);
    }
  }

  @Test
  void manyAgentsThatEnrolAtOnceEachGetTheirOwnSubcloud() throws Exception {
    var tokens = new HashMap<SubcloudId, String>();
    for (int i = 0; i < 100; i++) {
      var site = world.subcloud("site" + i + "-" + UUID.randomUUID());
      tokens.put(site, world.token(site));
    }
    var channel = TestAgent.channel(world.port(), agent.tls(null));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var stub = EnrolmentGrpc.newBlockingStub(channel).withDeadlineAfter(30, TimeUnit.SECONDS);
      var calls = new ArrayList<Callable<SubcloudId>>();
      tokens.forEach((site, token) ->
          calls.add(() -> {
            var reply = stub.enroll(world.newAgent().enrollRequest(token));
            assertThat(reply.getSubcloudId()).isEqualTo(site.value());
            return AgentIdentity.of(TestAgent.certificate(reply)).subcloud();
          }));
      var enrolled = new HashSet<SubcloudId>();
      for (var call : threads.invokeAll(calls)) {
        enrolled.add(call.get());
      }
      assertThat(enrolled).isEqualTo(tokens.keySet());
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void logsHoldNeitherTokensNorTheirHashes() {
    var logger = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    var lines = new ListAppender<ILoggingEvent>();
    var level = logger.getLevel();
    logger.setLevel(Level.DEBUG);
    lines.start();
    logger.addAppender(lines);
    String token = world.token(subcloud);
    try {
      agent.enroll(world.port(), token);
      assertRefused(world.newAgent(), token);
    } finally {
      logger.detachAppender(lines);
      logger.setLevel(level);
    }

    assertThat(List.copyOf(lines.list))
        .extracting(ILoggingEvent::getFormattedMessage)
        .anyMatch(line -> line.startsWith("enrol granted"))
        .anyMatch(line -> line.startsWith("enrol refused reason=TOKEN_USED_WITH_ANOTHER_KEY"))
        .noneMatch(line -> line.contains(token) || line.contains(TokenSecret.of(token).hash()));
  }

  private void assertRefused(TestAgent by, String token) {
    assertThat(outcome(by, token)).isEqualTo(NOT_ACCEPTED);
  }

  private static String outcome(TestAgent by, String token) {
    return outcome(world, by, token);
  }

  private static String outcome(EnrolmentWorld at, TestAgent by, String token) {
    try {
      by.enroll(at.port(), token);
      return "granted";
    } catch (StatusRuntimeException e) {
      assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
      return String.valueOf(e.getStatus().getDescription());
    }
  }

  private static String enrolments(SubcloudId of) {
    return world.query(
        "SELECT count(*) FROM enrolment WHERE state = 'active' AND subcloud_id = ?", of.value());
  }

  private static String serialState(EnrollReply reply) {
    return world.query(
        "SELECT coalesce('revoked: ' || revoked_why, 'good') FROM agent_certificate"
            + " WHERE serial = ?",
        AgentIdentity.of(TestAgent.certificate(reply)).serial());
  }

  private String session() {
    return world.query(
        "SELECT epoch || ' ' || coalesce(incarnation::text, 'null') || ' ' || availability || ' '"
            + " || availability_reason FROM agent_session WHERE subcloud_id = ?",
        subcloud.value());
  }

  private String revocationChanges() {
    return world.query(
        "SELECT count(*) FROM change WHERE what = 'revocation' AND scope_id = ?", subcloud.value());
  }
}

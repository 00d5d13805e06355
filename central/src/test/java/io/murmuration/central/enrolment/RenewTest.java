package io.murmuration.central.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.murmuration.central.api.HttpMethod;
import io.murmuration.central.certificate.AgentIdentity;
import io.murmuration.central.certificate.TestAgent;
import io.murmuration.central.certificate.TestAuthority;
import io.murmuration.proto.RenewRequest;
import io.murmuration.sync.model.SubcloudId;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class RenewTest {
  @AutoClose private static final EnrolmentWorld world = new EnrolmentWorld();

  private final SubcloudId subcloud = world.subcloud("edge-" + UUID.randomUUID());
  private final TestAgent agent = world.newAgent();
  private final X509Certificate certificate =
      TestAgent.certificate(agent.enroll(world.port(), world.token(subcloud)));

  @Test
  void expiredCertificateIsRenewedForTheSameEnrolment() {
    world.authority.clock.advance(Duration.ofDays(400));

    var renewed = TestAgent.certificate(agent.renew(world.port(), certificate));

    var before = AgentIdentity.of(certificate);
    var after = AgentIdentity.of(renewed);
    assertThat(after.subcloud()).isEqualTo(before.subcloud());
    assertThat(after.enrolment()).isEqualTo(before.enrolment());
    assertThat(after.serial()).isNotEqualTo(before.serial());
    assertThat(renewed.getNotAfter().toInstant()).isAfter(world.authority.clock.instant());
  }

  @Test
  void repeatedRenewalGetsTheSameCertificate() {
    world.authority.clock.advance(Duration.ofDays(60));
    var renewed = agent.renew(world.port(), certificate);

    assertThat(agent.renew(world.port(), certificate)).isEqualTo(renewed);
    assertThat(agent.renew(world.port(), TestAgent.certificate(renewed))).isEqualTo(renewed);
    assertThat(
            world.query(
                "SELECT count(*) FROM agent_certificate WHERE subcloud_id = ?", subcloud.value()))
        .isEqualTo("2");
  }

  @Test
  void revokedCertificateIsNotRenewedEvenIfItHasNotExpired() {
    world.ok(HttpMethod.DELETE, "/v1.0/enrolments/" + subcloud.value(), "");

    assertDenied(agent, certificate);
  }

  @Test
  void certificateOfADeletedSubcloudIsNotRenewed() {
    world.delete(subcloud);

    assertDenied(agent, certificate);
    assertThat(
            world.query(
                "SELECT revoked_why FROM agent_certificate WHERE serial = ?",
                AgentIdentity.of(certificate).serial()))
        .as("a revoked serial is never forgotten")
        .isEqualTo("subcloud deleted");
  }

  @Test
  void certificateThatTheDatabaseDoesNotKnowIsNotRenewed() {
    var unknown =
        world.authority.ca.issueAgent(
            subcloud, UUID.randomUUID(), agent.keys.getPublic(), Duration.ofDays(1));

    assertDenied(agent, unknown);
  }

  @Test
  void renewalDoesNotChangeTheKey() {
    var another = world.newAgent();
    var request = RenewRequest.newBuilder().setCertificateRequestPem(another.request()).build();

    assertThatThrownBy(
            () -> agent.call(world.port(), agent.tls(certificate), s -> s.renew(request)))
        .isInstanceOfSatisfying(StatusRuntimeException.class, RenewTest::isDenial);
  }

  @Test
  void callerWithoutCertificateIsToldWhatIsMissing() {
    assertThatThrownBy(() -> agent.renew(world.port(), null))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
              assertThat(e.getMessage()).contains("client certificate: none");
            });
  }

  @Test
  void certificateOfAForeignAuthorityDoesNotPassTheHandshake() {
    try (var foreign = new TestAuthority()) {
      var forged =
          foreign.ca.issueAgent(
              subcloud,
              AgentIdentity.of(certificate).enrolment(),
              agent.keys.getPublic(),
              Duration.ofDays(1));

      assertThatThrownBy(() -> agent.renew(world.port(), forged))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
    }
  }

  private static void assertDenied(TestAgent by, @Nullable X509Certificate presented) {
    assertThatThrownBy(() -> by.renew(world.port(), presented))
        .isInstanceOfSatisfying(StatusRuntimeException.class, RenewTest::isDenial);
  }

  private static void isDenial(StatusRuntimeException e) {
    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(e.getStatus().getDescription()).isEqualTo("certificate not accepted for renewal");
  }
}

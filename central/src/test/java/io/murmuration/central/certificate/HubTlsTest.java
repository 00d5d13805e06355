package io.murmuration.central.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.murmuration.proto.EnrollReply;
import io.murmuration.proto.EnrolmentGrpc;
import io.murmuration.proto.RenewRequest;
import io.murmuration.sync.model.SubcloudId;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The listener of agents, with a service that only says whom it hears. */
@Tag("database")
class HubTlsTest {
  private static final Context.Key<SSLSession> SESSION = Context.key("session");
  private static final UUID ENROLMENT = UUID.fromString("0a1b2c3d-0000-4000-8000-00000000000f");

  @AutoClose static final TestAuthority hub = new TestAuthority();
  @AutoClose static final TestAuthority foreign = new TestAuthority();

  @SuppressWarnings("NullAway.Init") // set before all tests
  private static Server server;

  private final TestAgent agent = new TestAgent(hub.ca);

  @BeforeAll
  static void listen() throws Exception {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .sslContext(hub.tls.agents())
            .intercept(new SessionInterceptor())
            .addService(new WhoAmI())
            .build()
            .start();
  }

  @AfterAll
  static void stop() {
    server.shutdownNow();
  }

  @Test
  void agentOfOursIsHeardUnderItsIdentity() {
    var certificate = issue(hub, Duration.ofDays(1));

    assertThat(whoAmI(certificate)).isEqualTo(AgentIdentity.of(certificate).toString());
  }

  @Test
  void callerWithoutCertificateGetsNothing() {
    assertThatThrownBy(() -> agent.call(server.getPort(), agent.tls(null), HubTlsTest::ask))
        .isInstanceOf(StatusRuntimeException.class);
  }

  @Test
  void certificateOfAForeignAuthorityGetsNothing() {
    assertRefused(issue(foreign, Duration.ofDays(1)));
  }

  @Test
  void expiredCertificateGetsNothing() {
    assertRefused(issue(hub, Duration.ofMinutes(-1)));
  }

  @Test
  void serverCertificateOfOursIsNoAgent() {
    var certificate =
        hub.ca.issueServer(agent.keys.getPublic(), List.of("localhost"), Duration.ofDays(1));

    assertRefused(certificate);
  }

  @Test
  void resumedSessionNamesTheAgentButIsNotVerifiedAgain() {
    var certificate = issue(hub, Duration.ofMinutes(10));
    var tls = agent.tls(certificate);
    var identity = AgentIdentity.of(certificate).toString();
    assertThat(agent.call(server.getPort(), tls, HubTlsTest::ask).getSubcloudName())
        .isEqualTo(identity);

    hub.clock.advance(Duration.ofMinutes(11));

    assertRefused(certificate);
    assertThat(agent.call(server.getPort(), tls, HubTlsTest::ask).getSubcloudName())
        .as("resumed: why expiry and revocation are checked at Hello")
        .isEqualTo(identity);
  }

  @Test
  void serverCertificateIsMadeAnewAtHalfOfItsLife() throws Exception {
    try (var authority = new TestAuthority()) {
      var identity =
          new ServerIdentity(authority.ca, authority.settings, authority.clock, authority.random);
      var first = current(identity);

      authority.clock.advance(Duration.ofDays(3));
      assertThat(current(identity)).isEqualTo(first);
      authority.clock.advance(Duration.ofDays(1));
      var second = current(identity);

      assertThat(second).isNotEqualTo(first);
      assertThat(second.getSubjectAlternativeNames().toString())
          .contains("hub.murmuration", "localhost", "127.0.0.1");
      assertThat(identity.getPrivateKey(AgentIdentity.serial(first.getSerialNumber())))
          .as("handshakes that had chosen the former one")
          .isNotNull();
    }
  }

  private static X509Certificate current(ServerIdentity identity) {
    String alias = identity.getServerAliases("EC", null)[0];
    var chain = identity.getCertificateChain(alias);
    return Objects.requireNonNull(chain)[0];
  }

  private X509Certificate issue(TestAuthority authority, Duration lifetime) {
    return authority.ca.issueAgent(new SubcloudId(7), ENROLMENT, agent.keys.getPublic(), lifetime);
  }

  private void assertRefused(X509Certificate certificate) {
    assertThatThrownBy(() -> whoAmI(certificate)).isInstanceOf(StatusRuntimeException.class);
  }

  private String whoAmI(X509Certificate certificate) {
    return agent.call(server.getPort(), agent.tls(certificate), HubTlsTest::ask).getSubcloudName();
  }

  private static EnrollReply ask(EnrolmentGrpc.EnrolmentBlockingStub stub) {
    return stub.renew(RenewRequest.getDefaultInstance());
  }

  private static final class WhoAmI extends EnrolmentGrpc.EnrolmentImplBase {
    @Override
    public void renew(RenewRequest request, StreamObserver<EnrollReply> out) {
      try {
        var certificate = (X509Certificate) SESSION.get().getPeerCertificates()[0];
        out.onNext(
            EnrollReply.newBuilder()
                .setSubcloudName(AgentIdentity.of(certificate).toString())
                .build());
        out.onCompleted();
      } catch (SSLPeerUnverifiedException e) {
        out.onError(e);
      }
    }
  }

  private static final class SessionInterceptor implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      var session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
      return Contexts.interceptCall(
          Context.current().withValue(SESSION, session), call, headers, next);
    }
  }
}

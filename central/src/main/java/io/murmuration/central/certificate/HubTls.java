package io.murmuration.central.certificate;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.OpenSslServerContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.KeyManagerFactoryWrapper;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import javax.net.ssl.SSLException;

/**
 * TLS of the two listeners: 1.3 only, OpenSSL (tcnative), our own authority and nothing else. Built
 * once at start; thread-safe.
 */
public final class HubTls {
  private static final String PROTOCOL = "TLSv1.3";

  /** A fleet that comes back within this time resumes: a fifth of the cost of a handshake. */
  private static final Duration SESSION_TIMEOUT = Duration.ofHours(12);

  private final SslContext agents;
  private final SslContext enrolment;

  /**
   * @throws IllegalStateException if OpenSSL cannot be loaded or refuses the settings
   */
  public HubTls(HubCa ca, CertificateSettings settings, InstantSource clock, SecureRandom random) {
    var identity = new ServerIdentity(ca, settings, clock, random);
    try {
      this.agents =
          server(identity)
              .clientAuth(ClientAuth.REQUIRE)
              .trustManager(new AgentTrust(ca, AgentTrust.Accept.VALID, clock))
              .sessionTimeout(SESSION_TIMEOUT.toSeconds())
              .build();
      this.enrolment =
          server(identity)
              .clientAuth(ClientAuth.OPTIONAL)
              .trustManager(new AgentTrust(ca, AgentTrust.Accept.EXPIRED_TOO, clock))
              .build();
    } catch (SSLException e) {
      throw new IllegalStateException("TLS contexts cannot be made", e);
    }
    resumeSessions(agents, random);
  }

  /**
   * Listener of agents: a client certificate of ours that is valid now is required. Sessions are
   * resumed, and a resumed one is not verified again: what {@link AgentIdentity} says is to be
   * checked at Hello.
   */
  public SslContext agents() {
    return agents;
  }

  /**
   * Listener of enrolment: no client certificate, or one of ours, which may have expired. Never
   * resumed. Only {@code Renew} may take the certificate for more than decoration.
   */
  public SslContext enrolment() {
    return enrolment;
  }

  private static SslContextBuilder server(ServerIdentity identity) {
    var keys = new OpenSslCachingX509KeyManagerFactory(new KeyManagerFactoryWrapper(identity));
    return GrpcSslContexts.configure(SslContextBuilder.forServer(keys), SslProvider.OPENSSL)
        .protocols(PROTOCOL);
  }

  /**
   * Tickets are off in this provider until keys are given. The key is this process's own and never
   * stored: who has it can pose as any agent.
   */
  private static void resumeSessions(SslContext context, SecureRandom random) {
    var key =
        new OpenSslSessionTicketKey(
            random(random, OpenSslSessionTicketKey.NAME_SIZE),
            random(random, OpenSslSessionTicketKey.HMAC_KEY_SIZE),
            random(random, OpenSslSessionTicketKey.AES_KEY_SIZE));
    var sessions = ((OpenSslServerContext) context).sessionContext();
    sessions.setSessionCacheEnabled(true);
    sessions.setTicketKeys(key);
  }

  private static byte[] random(SecureRandom random, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}

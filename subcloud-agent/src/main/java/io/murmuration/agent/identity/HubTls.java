package io.murmuration.agent.identity;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;

/** TLS 1.3 towards the hub, by OpenSSL (a quarter of the JDK's cost per handshake). Stateless. */
public final class HubTls {
  /** The name in every hub's certificate, whatever its address. */
  public static final String HUB_NAME = "hub.murmuration";

  private HubTls() {}

  /** Both sides show certificates. */
  public static SslContext mutual(Identity identity) throws SSLException {
    return trusting(identity.trust()).keyManager(new OneKeyManager(identity)).build();
  }

  /** Only the hub shows one: the enrolment listener. */
  public static SslContext serverOnly(List<X509Certificate> trust) throws SSLException {
    return trusting(trust).build();
  }

  private static SslContextBuilder trusting(List<X509Certificate> trust) {
    return GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.OPENSSL)
        .trustManager(trust.toArray(X509Certificate[]::new))
        .protocols("TLSv1.3");
  }
}

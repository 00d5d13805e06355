package io.murmuration.central.certificate;

import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.murmuration.proto.EnrollReply;
import io.murmuration.proto.EnrollRequest;
import io.murmuration.proto.EnrolmentGrpc;
import io.murmuration.proto.RenewRequest;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.jspecify.annotations.Nullable;

/** The client half of enrolment, over real TLS: a key, what it asks for, and what it presents. */
public final class TestAgent {
  private static final long DEADLINE_SECONDS = 30;

  public final KeyPair keys;
  private final HubCa trusted;

  public TestAgent(HubCa trusted) {
    this(trusted, HubCa.newKeyPair(new SecureRandom()));
  }

  public TestAgent(HubCa trusted, KeyPair keys) {
    this.trusted = trusted;
    this.keys = keys;
  }

  public String request() {
    String algorithm = keys.getPrivate().getAlgorithm().equals("EC") ? "ECDSA" : "RSA";
    return request(keys, keys, "SHA256with" + algorithm);
  }

  /** A request for one key that is signed by another. */
  public static String request(KeyPair wanted, KeyPair signer, String algorithm) {
    try (var text = new StringWriter();
        var pem = new PemWriter(text)) {
      var request =
          new JcaPKCS10CertificationRequestBuilder(
                  new X500Name("CN=subcloud-999"), wanted.getPublic())
              .build(new JcaContentSignerBuilder(algorithm).build(signer.getPrivate()));
      pem.writeObject(new PemObject("CERTIFICATE REQUEST", request.getEncoded()));
      pem.flush();
      return text.toString();
    } catch (OperatorCreationException | IOException e) {
      throw new IllegalStateException("cannot make a certificate request", e);
    }
  }

  public EnrollReply enroll(int port, String token) {
    return call(port, tls(null), stub -> stub.enroll(enrollRequest(token)));
  }

  public EnrollRequest enrollRequest(String token) {
    return EnrollRequest.newBuilder().setToken(token).setCertificateRequestPem(request()).build();
  }

  public EnrollReply renew(int port, @Nullable X509Certificate presented) {
    var request = RenewRequest.newBuilder().setCertificateRequestPem(request()).build();
    return call(port, tls(presented), stub -> stub.renew(request));
  }

  /** One call on a connection of its own. */
  public EnrollReply call(
      int port, SslContext tls, Function<EnrolmentGrpc.EnrolmentBlockingStub, EnrollReply> call) {
    ManagedChannel channel = channel(port, tls);
    try {
      return call.apply(
          EnrolmentGrpc.newBlockingStub(channel)
              .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS));
    } finally {
      channel.shutdownNow();
    }
  }

  public static ManagedChannel channel(int port, SslContext tls) {
    return NettyChannelBuilder.forAddress("127.0.0.1", port)
        .overrideAuthority(CertificateSettings.HUB_NAME)
        .sslContext(tls)
        .build();
  }

  /** Trusts the hub's authority only; presents a certificate if there is one. */
  public SslContext tls(@Nullable X509Certificate presented) {
    var builder = GrpcSslContexts.forClient().trustManager(new SignedBy(trusted));
    if (presented != null) {
      builder.keyManager(keys.getPrivate(), presented);
    }
    try {
      return GrpcSslContexts.configure(builder, SslProvider.OPENSSL).build();
    } catch (SSLException e) {
      throw new IllegalStateException("client context cannot be made", e);
    }
  }

  /** The agent's own certificate out of an answer. */
  public static X509Certificate certificate(EnrollReply reply) {
    return Pem.certificate(reply.getCertificatePem());
  }

  /** Looks at signatures only: the hub's clock in a test is not the clock of the machine. */
  private record SignedBy(HubCa ca) implements X509TrustManager {
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      if (!isSignedBy(chain[0], ca)) {
        throw new CertificateException("not signed by the hub's authority");
      }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      throw new CertificateException("agents verify servers only");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  /** True if the certificate was signed by that authority. */
  public static boolean isSignedBy(X509Certificate certificate, HubCa ca) {
    try {
      certificate.verify(ca.certificates().getLast().getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}

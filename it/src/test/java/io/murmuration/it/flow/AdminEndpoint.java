package io.murmuration.it.flow;

import io.murmuration.agent.identity.Pem;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A site's TLS endpoint and the certificate manager behind it: it shows a certificate of the newest
 * intermediate CA that it was given, and none before the first. Thread-safe.
 */
final class AdminEndpoint implements AutoCloseable {
  private static final Duration LIFE = Duration.ofDays(180);
  private static final char[] NO_PASSWORD = {};

  private final ServerSocket listener;
  private final Thread thread;
  private volatile @Nullable Given given;

  /** What it serves from. */
  private record Given(X509Certificate authority, List<X509Certificate> roots, SSLContext tls) {}

  AdminEndpoint() throws IOException {
    listener = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    thread = Thread.ofPlatform().daemon().start(this::serve);
  }

  /** As the agent's setting {@code starlingx.admin.endpoint}. */
  String address() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  /** Issues from an intermediate CA, as the site does on certificate_renew. */
  void renew(String roots, String certificate, String key) {
    try {
      var authority = Pem.certificates(certificate).getFirst();
      var trusted = Pem.certificates(roots);
      var keys = KeyPairGenerator.getInstance("EC");
      keys.initialize(new ECGenParameterSpec("secp256r1"));
      var pair = keys.generateKeyPair();
      var now = Instant.now();
      var builder =
          new JcaX509v3CertificateBuilder(
              authority.getSubjectX500Principal(),
              BigInteger.valueOf(now.toEpochMilli()),
              Date.from(now.minusSeconds(60)),
              Date.from(now.plus(LIFE)),
              new X500Principal("CN=admin endpoint"),
              pair.getPublic());
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(Pem.privateKey(key));
      var leaf = new JcaX509CertificateConverter().getCertificate(builder.build(signer));
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("leaf", pair.getPrivate(), NO_PASSWORD, new X509Certificate[] {leaf});
      var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(store, NO_PASSWORD);
      var tls = SSLContext.getInstance("TLS");
      tls.init(managers.getKeyManagers(), null, null);
      given = new Given(authority, trusted, tls);
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Serial number of the intermediate CA that it serves from; empty before the first. */
  String serial() {
    var now = given;
    return now == null ? "" : now.authority().getSerialNumber().toString(16);
  }

  /** The roots that the site trusts. */
  List<X509Certificate> roots() {
    var now = given;
    return now == null ? List.of() : now.roots();
  }

  /** Which of those signed the intermediate CA. */
  X509Certificate signer() {
    var now = given;
    if (now != null) {
      for (var root : now.roots()) {
        try {
          now.authority().verify(root.getPublicKey());
          return root;
        } catch (GeneralSecurityException _) {
          // another one did
        }
      }
    }
    throw new IllegalStateException("no root that the site trusts signed what it serves from");
  }

  private void serve() {
    while (!listener.isClosed()) {
      try (var plain = listener.accept()) {
        var now = given;
        if (now != null) {
          handshake((SSLSocket) now.tls().getSocketFactory().createSocket(plain, null, false));
        }
      } catch (IOException _) {
        // the other side had seen enough, or the endpoint is closed
      }
    }
  }

  private static void handshake(SSLSocket socket) throws IOException {
    try (socket) {
      socket.startHandshake();
      socket.getInputStream().readAllBytes();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    thread.interrupt();
  }
}

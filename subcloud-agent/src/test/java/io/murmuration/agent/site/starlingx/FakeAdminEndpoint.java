package io.murmuration.agent.site.starlingx;

import io.murmuration.agent.identity.Pem;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A site's admin endpoint on loopback, and the certificate manager behind it. Shows the newest
 * certificate to each connection, cuts off those that saw another one, and passes on what comes to
 * the service behind it, if there is one. Thread-safe.
 */
final class FakeAdminEndpoint implements AutoCloseable {
  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  private static final char[] NO_PASSWORD = {};

  private final ServerSocket listener;
  private final Thread thread;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private volatile SSLContext context;
  private volatile int behind;

  FakeAdminEndpoint() throws Exception {
    var local = authority("local root", 1, null);
    context = context(local.certificate(), leaf(local.certificate(), local.keys().getPrivate(), 2));
    listener = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    thread = Thread.ofPlatform().daemon().start(this::serve);
  }

  InetSocketAddress address() {
    return InetSocketAddress.createUnresolved("localhost", listener.getLocalPort());
  }

  /** From now on connections are passed on to a port here, without TLS. */
  void passOnTo(int port) {
    behind = port;
  }

  /** An authority and its key. */
  record Authority(X509Certificate certificate, KeyPair keys) {
    String pem() throws GeneralSecurityException {
      return Pem.encode("CERTIFICATE", certificate.getEncoded());
    }

    String keyPem() {
      return Pem.encode("PRIVATE KEY", keys.getPrivate().getEncoded());
    }
  }

  /** A root if {@code issuer} is null. */
  static Authority authority(String name, long serial, @Nullable Authority issuer)
      throws Exception {
    var keys = TestCertificates.keys();
    var own = new X500Principal("CN=" + name);
    var issuerName = issuer == null ? own : issuer.certificate().getSubjectX500Principal();
    var issuerKey = issuer == null ? keys.getPrivate() : issuer.keys().getPrivate();
    var builder =
        new JcaX509v3CertificateBuilder(
            issuerName,
            BigInteger.valueOf(serial),
            Date.from(FROM),
            Date.from(TestCertificates.UNTIL),
            own,
            keys.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(1));
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKey);
    return new Authority(
        new JcaX509CertificateConverter().getCertificate(builder.build(signer)), keys);
  }

  private record Leaf(X509Certificate certificate, PrivateKey key) {}

  private static Leaf leaf(X509Certificate issuer, PrivateKey issuerKey, long serial)
      throws Exception {
    var keys = TestCertificates.keys();
    var builder =
        new JcaX509v3CertificateBuilder(
            issuer.getSubjectX500Principal(),
            BigInteger.valueOf(serial),
            Date.from(FROM),
            Date.from(TestCertificates.UNTIL),
            new X500Principal("CN=localhost"),
            keys.getPublic());
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKey);
    return new Leaf(
        new JcaX509CertificateConverter().getCertificate(builder.build(signer)), keys.getPrivate());
  }

  /** The certificate manager issues from an intermediate CA, and the proxy shows it. */
  void issueFrom(String certificatePem, String keyPem) {
    try {
      var issuer = Pem.certificates(certificatePem).getFirst();
      context = context(issuer, leaf(issuer, Pem.privateKey(keyPem), 3));
      for (var connection : connections) {
        connection.close();
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static SSLContext context(X509Certificate issuer, Leaf leaf) throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "leaf", leaf.key(), NO_PASSWORD, new X509Certificate[] {leaf.certificate(), issuer});
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, NO_PASSWORD);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private void serve() {
    while (!listener.isClosed()) {
      try {
        var plain = listener.accept();
        Thread.ofVirtual().start(() -> serve(plain));
      } catch (IOException _) {
        // the endpoint is closed
      }
    }
  }

  private void serve(Socket plain) {
    connections.add(plain);
    try (plain;
        var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, null, false)) {
      socket.startHandshake();
      if (behind == 0) {
        socket.getInputStream().readAllBytes();
      } else {
        passOn(socket);
      }
    } catch (IOException _) {
      // the other side had seen enough, or was cut off
    } finally {
      connections.remove(plain);
    }
  }

  private void passOn(SSLSocket socket) throws IOException {
    try (var service = new Socket(InetAddress.getLoopbackAddress(), behind)) {
      Thread.ofVirtual().start(() -> answers(service, socket));
      socket.getInputStream().transferTo(service.getOutputStream());
    }
  }

  private static void answers(Socket from, SSLSocket to) {
    try (to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException _) {
      // one of the two has gone
    }
  }

  @Override
  public void close() throws Exception {
    listener.close();
    thread.join();
    for (var connection : connections) {
      connection.close();
    }
  }
}

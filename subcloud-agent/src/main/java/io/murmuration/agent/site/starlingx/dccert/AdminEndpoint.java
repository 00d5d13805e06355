package io.murmuration.agent.site.starlingx.dccert;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * What the site's admin endpoint shows of itself, whoever issued it. Sends nothing but a handshake,
 * so that a certificate that nobody trusts can be looked at. Thread-safe; calls block, {@code
 * timeout} bounds the connection and each wait for the peer.
 */
final class AdminEndpoint {
  private final InetSocketAddress address;
  private final Duration timeout;
  private final SSLSocketFactory sockets;

  /** What a look led to. */
  sealed interface Look {
    record Shown(X509Certificate leaf) implements Look {}

    record Failed(String why) implements Look {}
  }

  AdminEndpoint(InetSocketAddress address, Duration timeout) throws GeneralSecurityException {
    this.address = address;
    this.timeout = timeout;
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anyone()}, null);
    this.sockets = context.getSocketFactory();
  }

  Look look() {
    int millis = Math.toIntExact(timeout.toMillis());
    try (var plain = new Socket()) {
      // looked up anew, because a floating address may move
      plain.connect(new InetSocketAddress(address.getHostString(), address.getPort()), millis);
      plain.setSoTimeout(millis);
      try (var socket =
          (SSLSocket)
              sockets.createSocket(plain, address.getHostString(), address.getPort(), true)) {
        socket.startHandshake();
        return socket.getSession().getPeerCertificates()[0] instanceof X509Certificate leaf
            ? new Look.Shown(leaf)
            : failed("shows no X.509 certificate");
      }
    } catch (SocketTimeoutException _) {
      return failed("gives no TLS handshake within " + timeout.toMillis() + " ms");
    } catch (IOException e) {
      return failed("gives no TLS handshake (" + e.getClass().getSimpleName() + ")");
    }
  }

  private Look failed(String what) {
    return new Look.Failed(
        "the admin endpoint " + address.getHostString() + ":" + address.getPort() + " " + what);
  }

  /** Looking is not trusting: what is shown is verified by {@link IntermediateCa#issued}. */
  private static final class Anyone extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}

package io.murmuration.agent.site.starlingx.trust;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts whom the operator does, and whom the hub named besides. Verification itself, host names
 * included, is the JVM's. Thread-safe.
 */
final class SiteTrustManager extends X509ExtendedTrustManager {
  private final Supplier<X509ExtendedTrustManager> operators;
  private volatile @Nullable X509ExtendedTrustManager named;

  /**
   * @param operators asked for each handshake
   */
  SiteTrustManager(Supplier<X509ExtendedTrustManager> operators) {
    this.operators = operators;
  }

  /**
   * @param next in place of the former; null: nobody
   */
  void named(@Nullable X509ExtendedTrustManager next) {
    named = next;
  }

  @FunctionalInterface
  private interface Check {
    void by(X509ExtendedTrustManager manager) throws CertificateException;
  }

  private void either(Check check) throws CertificateException {
    var other = named;
    try {
      check.by(operators.get());
    } catch (CertificateException first) {
      if (other == null) {
        throw first;
      }
      try {
        check.by(other);
      } catch (CertificateException second) {
        first.addSuppressed(second);
        throw first;
      }
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    either(manager -> manager.checkServerTrusted(chain, authType, socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    either(manager -> manager.checkServerTrusted(chain, authType, engine));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    either(manager -> manager.checkServerTrusted(chain, authType));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw noServer();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw noServer();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw noServer();
  }

  private static CertificateException noServer() {
    return new CertificateException("the agent is nobody's server");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    var other = named;
    return Stream.concat(
            Stream.of(operators.get().getAcceptedIssuers()),
            other == null ? Stream.empty() : Stream.of(other.getAcceptedIssuers()))
        .toArray(X509Certificate[]::new);
  }
}

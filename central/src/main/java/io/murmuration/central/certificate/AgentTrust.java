package io.murmuration.central.certificate;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Verifies agents' certificates during the handshake: signed by our own authority, for clients, and
 * naming a subcloud and an enrolment. The platform's trust store plays no part. Revocation is a
 * question to the database and is asked later (see {@link AgentIdentity}). Thread-safe.
 */
final class AgentTrust extends X509ExtendedTrustManager {
  /** Which certificates count as being in time. */
  enum Accept {
    /** Those that are valid now. */
    VALID,
    /** Also those that were valid once: the way back for a site that was away for long. */
    EXPIRED_TOO
  }

  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

  private final Set<TrustAnchor> anchors;
  private final X509Certificate[] issuers;
  private final Accept accept;
  private final InstantSource clock;

  AgentTrust(HubCa ca, Accept accept, InstantSource clock) {
    this.anchors =
        ca.certificates().stream().map(c -> new TrustAnchor(c, null)).collect(Collectors.toSet());
    this.issuers = ca.certificates().toArray(X509Certificate[]::new);
    this.accept = accept;
    this.clock = clock;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain[0]);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check(chain[0]);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check(chain[0]);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw noClient();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw noClient();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw noClient();
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return issuers.clone();
  }

  /** The authority's path length is zero, so the path is always the one certificate. */
  private void check(X509Certificate certificate) throws CertificateException {
    try {
      var parameters = new PKIXParameters(anchors);
      parameters.setRevocationEnabled(false);
      parameters.setDate(instantOfCheck(certificate));
      var path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate));
      CertPathValidator.getInstance("PKIX").validate(path, parameters);
      @Nullable List<String> purposes = certificate.getExtendedKeyUsage();
      if (purposes == null || !purposes.contains(CLIENT_AUTH)) {
        throw new CertificateException("agent certificate: not for clients");
      }
      AgentIdentity.of(certificate);
    } catch (CertificateException e) {
      throw e;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new CertificateException("agent certificate: " + e.getMessage(), e);
    }
  }

  private Date instantOfCheck(X509Certificate certificate) {
    var now = clock.instant();
    var end = certificate.getNotAfter().toInstant();
    return Date.from(
        switch (accept) {
          case VALID -> now;
          case EXPIRED_TOO -> now.isBefore(end) ? now : end;
        });
  }

  private static CertificateException noClient() {
    return new CertificateException("the hub's listeners never verify servers");
  }
}

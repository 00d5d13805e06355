package io.murmuration.central.certificate;

import io.murmuration.sync.model.SubcloudId;
import java.math.BigInteger;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whom an agent's certificate names: CN {@code subcloud-<id>} and exactly one subject alternative
 * name, the URI {@code urn:murmuration:subcloud:<id>:enrolment:<uuid>}.
 *
 * <p>The identity alone proves nothing about revocation or expiry: a resumed TLS session is not
 * verified again. Whoever accepts an agent (the claim of a stream, {@code Fetch}) checks, under the
 * lock of the subcloud's {@code agent_session} row and in the transaction that accepts, that {@code
 * agent_certificate} holds a row with this serial, this subcloud and this enrolment, {@code
 * revoked_at IS NULL} and {@code not_after > clock_timestamp()}, and that {@code enrolment} holds
 * the enrolment as {@code active}. Revocation takes the same lock first, so that of the two one
 * sees the other.
 *
 * @param serial 32 lower-case hexadecimal digits
 * @param certificate as it was presented; null if only what it says matters
 */
public record AgentIdentity(
    SubcloudId subcloud, UUID enrolment, String serial, @Nullable X509Certificate certificate) {
  private static final Logger LOG = LoggerFactory.getLogger(AgentIdentity.class);
  private static final int SAN_URI = 6;
  private static final Pattern URN =
      Pattern.compile(
          "urn:murmuration:subcloud:(?<subcloud>[1-9][0-9]{0,17}):enrolment:"
              + "(?<enrolment>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");

  /** Of a certificate that is not at hand. */
  public AgentIdentity(SubcloudId subcloud, UUID enrolment, String serial) {
    this(subcloud, enrolment, serial, null);
  }

  /**
   * Reads a certificate that TLS has verified to be ours.
   *
   * @throws IllegalArgumentException if it is not an agent's certificate in every detail
   */
  public static AgentIdentity of(X509Certificate certificate) {
    String uri = onlyUri(certificate);
    var match = URN.matcher(uri);
    if (!match.matches()) {
      throw refused("subject alternative name", uri);
    }
    var identity =
        new AgentIdentity(
            new SubcloudId(Long.parseLong(match.group("subcloud"))),
            UUID.fromString(match.group("enrolment")),
            serial(certificate.getSerialNumber()),
            certificate);
    String subject = certificate.getSubjectX500Principal().getName();
    if (!subject.equals(subject(identity.subcloud()))) {
      throw refused("subject", subject);
    }
    return identity;
  }

  /**
   * Whom the peer of a connection has shown itself to be; empty if it is no agent.
   *
   * @param tls of the connection; null: it has none
   */
  public static Optional<AgentIdentity> ofPeer(@Nullable SSLSession tls) {
    if (tls == null) {
      return Optional.empty();
    }
    try {
      return tls.getPeerCertificates()[0] instanceof X509Certificate certificate
          ? Optional.of(of(certificate))
          : Optional.empty();
    } catch (SSLPeerUnverifiedException | IllegalArgumentException e) {
      LOG.warn("stream refused: {}", e.getMessage());
      return Optional.empty();
    }
  }

  static String serial(BigInteger number) {
    return "%032x".formatted(number);
  }

  static String subject(SubcloudId subcloud) {
    return "CN=subcloud-" + subcloud.value();
  }

  static String urn(SubcloudId subcloud, UUID enrolment) {
    return "urn:murmuration:subcloud:" + subcloud.value() + ":enrolment:" + enrolment;
  }

  private static String onlyUri(X509Certificate certificate) {
    Collection<List<?>> names;
    try {
      names = certificate.getSubjectAlternativeNames();
    } catch (CertificateParsingException e) {
      throw new IllegalArgumentException("subject alternative name: malformed", e);
    }
    if (names == null || names.size() != 1) {
      throw refused("subject alternative names", names == null ? "none" : "" + names.size());
    }
    var name = names.iterator().next();
    if (!(name.get(0) instanceof Integer type && type == SAN_URI)
        || !(name.get(1) instanceof String uri)) {
      throw refused("subject alternative name", "of another type");
    }
    return uri;
  }

  private static IllegalArgumentException refused(String field, String given) {
    return new IllegalArgumentException(
        "agent certificate: %s %s (expected: CN subcloud-<id> and one URI %s)"
            .formatted(field, given, "urn:murmuration:subcloud:<id>:enrolment:<uuid>"));
  }
}

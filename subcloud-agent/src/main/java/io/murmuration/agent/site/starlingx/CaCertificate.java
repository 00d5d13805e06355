package io.murmuration.agent.site.starlingx;

import io.murmuration.agent.identity.Pem;
import io.murmuration.agent.site.starlingx.client.Row;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.security.auth.x500.X500Principal;

/**
 * A CA certificate and how sysinv shows it: never its content, only serial, dates and subject.
 * Immutable.
 *
 * @param mode whom it is for, see {@link #PLATFORM} and {@link #OPENSTACK}
 * @param pem one certificate, lines of 64, newline at the end
 */
record CaCertificate(String mode, String pem, X509Certificate x509) {
  /** sysinv's mode of CAs that the platform trusts. */
  static final String PLATFORM = "ssl_ca";

  /** sysinv's mode of the one CA that OpenStack's services trust. */
  static final String OPENSTACK = "openstack_ca";

  private static final int LONGEST_SIGNATURE = 255;

  /**
   * @throws CertificateException if the text is anything but one certificate in the spelling above,
   *     or the mode none of those two
   */
  static CaCertificate parse(String mode, String pem) throws CertificateException {
    if (!mode.equals(PLATFORM) && !mode.equals(OPENSTACK)) {
      throw new CertificateException(
          "mode: " + mode + " (expected: " + PLATFORM + " or " + OPENSTACK + ")");
    }
    var certificates = Pem.certificates(pem);
    var first = certificates.getFirst();
    if (certificates.size() != 1 || !Pem.encode("CERTIFICATE", first.getEncoded()).equals(pem)) {
      throw new CertificateException(
          "certificate: "
              + certificates.size()
              + " in PEM (expected: one, in lines of 64, newline at the end)");
    }
    return new CaCertificate(mode, pem, first);
  }

  /** sysinv's identity of a CA: by serial number alone, cut off. */
  String signature() {
    var signature = mode + "_" + x509.getSerialNumber();
    return signature.substring(0, Math.min(signature.length(), LONGEST_SIGNATURE));
  }

  X500Principal subject() {
    return x509.getSubjectX500Principal();
  }

  Instant until() {
    return x509.getNotAfter().toInstant();
  }

  boolean hasSignatureOf(Row row) {
    return row.text("signature").equals(signature());
  }

  /** Could this row be this certificate? What a row does not show is taken to fit. */
  boolean isShownBy(Row row) {
    return hasSignatureOf(row)
        && fits(row, "start_date", x509.getNotBefore().toInstant())
        && fits(row, "expiry_date", until())
        && fitsCommonName(row.text("subject"));
  }

  private static boolean fits(Row row, String field, Instant date) {
    return !row.has(field) || instant(row.text(field)).equals(Optional.of(date));
  }

  /** With an offset, or in UTC without one: releases differ. */
  private static Optional<Instant> instant(String text) {
    try {
      TemporalAccessor parsed =
          DateTimeFormatter.ISO_DATE_TIME.parseBest(text, Instant::from, LocalDateTime::from);
      return Optional.of(
          parsed instanceof LocalDateTime local
              ? local.toInstant(ZoneOffset.UTC)
              : Instant.from(parsed));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  /**
   * Not the whole name: two libraries spell its rarer parts differently, and sysinv cuts it off.
   */
  private boolean fitsCommonName(String subject) {
    var shown = commonName(subject);
    var own = commonName(subject().getName());
    return shown.isEmpty() || own.isEmpty() || shown.equals(own);
  }

  private static Optional<String> commonName(String subject) {
    try {
      return new LdapName(subject)
          .getRdns().stream()
              .filter(part -> part.getType().equalsIgnoreCase("CN"))
              .map(part -> String.valueOf(part.getValue()))
              .findFirst();
    } catch (InvalidNameException _) {
      return Optional.empty();
    }
  }
}

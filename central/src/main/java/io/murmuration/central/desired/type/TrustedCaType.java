package io.murmuration.central.desired.type;

import io.murmuration.central.yaml.YamlNode;
import io.murmuration.sync.model.Kind;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** A CA certificate that a site trusts: sysinv certificate of mode {@code ssl_ca}. */
final class TrustedCaType implements ItemType {
  private static final String EXPECTED = "one CA certificate in PEM form (CERTIFICATE)";
  private static final int PEM_LINE = 64;

  @Override
  public String name() {
    return "trusted-ca";
  }

  @Override
  public Kind kind() {
    return Kind.PLATFORM;
  }

  @Override
  public Optional<String> onlyName() {
    return Optional.empty();
  }

  @Override
  public Map<String, Object> canonical(FieldReader fields) {
    var value = fields.required("certificate", EXPECTED);
    return Map.of("certificate", value.map(node -> pem(node, fields)).orElse(""));
  }

  /** One spelling of the same certificate, whatever line breaks it came with. */
  private static String pem(YamlNode node, FieldReader fields) {
    if (!(node instanceof YamlNode.Text(var text, var place))) {
      fields.problem("certificate", node, EXPECTED);
      return "";
    }
    try {
      var certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)));
      if (certificates.size() != 1
          || !(certificates.iterator().next() instanceof X509Certificate certificate)) {
        fields.problem(
            "certificate",
            new YamlNode.Other(certificates.size() + " certificates", place),
            EXPECTED);
        return "";
      }
      if (certificate.getBasicConstraints() < 0) {
        fields.problem(
            "certificate",
            new YamlNode.Other(
                "the certificate of " + certificate.getSubjectX500Principal() + ", which is no CA",
                place),
            EXPECTED);
        return "";
      }
      var encoder = Base64.getMimeEncoder(PEM_LINE, "\n".getBytes(StandardCharsets.US_ASCII));
      return "-----BEGIN CERTIFICATE-----\n"
          + encoder.encodeToString(certificate.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (CertificateException e) {
      fields.problem("certificate", new YamlNode.Other("an unreadable text", place), EXPECTED);
      return "";
    }
  }

  @Override
  public String example() {
    return "{\"certificate\": \"-----BEGIN CERTIFICATE-----\\n...\"}";
  }
}

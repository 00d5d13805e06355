package io.murmuration.central.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.murmuration.sync.model.SubcloudId;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import java.util.UUID;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;

class AgentIdentityTest {
  private static final UUID ENROLMENT = UUID.fromString("0a1b2c3d-0000-4000-8000-00000000000f");
  private static final String URN =
      "urn:murmuration:subcloud:7:enrolment:0a1b2c3d-0000-4000-8000-00000000000f";

  private final KeyPair keys = HubCa.newKeyPair(new SecureRandom());

  @Test
  void namesSubcloudEnrolmentAndSerial() throws Exception {
    var certificate = certificate("CN=subcloud-7", uri(URN));
    assertThat(AgentIdentity.of(certificate))
        .isEqualTo(
            new AgentIdentity(
                new SubcloudId(7), ENROLMENT, "000000000000000000000000000000ff", certificate));
  }

  @Test
  void refusesEachDeviation() throws Exception {
    refused("CN=subcloud-8", uri(URN));
    refused("CN=subcloud-7,O=x", uri(URN));
    refused("CN=hub.murmuration", uri(URN));
    refused("CN=subcloud-7", uri(URN + "0"));
    refused("CN=subcloud-7", uri(URN.toUpperCase(Locale.ROOT)));
    refused("CN=subcloud-07", uri(URN.replace(":7:", ":07:")));
    refused("CN=subcloud-0", uri(URN.replace(":7:", ":0:")));
    refused("CN=subcloud-7", uri(URN), uri(URN));
    refused("CN=subcloud-7", uri(URN), new GeneralName(GeneralName.dNSName, "hub.murmuration"));
    refused("CN=subcloud-7", new GeneralName(GeneralName.dNSName, "x"));
    refused("CN=subcloud-7");
  }

  private void refused(String subject, GeneralName... names) throws Exception {
    var certificate = certificate(subject, names);
    assertThatThrownBy(() -> AgentIdentity.of(certificate))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: CN subcloud-<id>");
  }

  private static GeneralName uri(String uri) {
    return new GeneralName(GeneralName.uniformResourceIdentifier, uri);
  }

  private X509Certificate certificate(String subject, GeneralName... names) throws Exception {
    var builder =
        new JcaX509v3CertificateBuilder(
            new X500Name("CN=somebody"),
            BigInteger.valueOf(255),
            Date.from(Instant.EPOCH),
            Date.from(Instant.EPOCH.plusSeconds(1)),
            new X500Name(subject),
            keys.getPublic());
    if (names.length > 0) {
      builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
    }
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }
}

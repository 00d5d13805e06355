package io.murmuration.it.flow;

import io.murmuration.agent.identity.EnrolmentClient;
import io.murmuration.agent.identity.EnrolmentResult;
import io.murmuration.agent.identity.HubTls;
import io.murmuration.agent.identity.Identity;
import io.murmuration.agent.identity.IdentityStore;
import io.murmuration.agent.identity.Pem;
import io.murmuration.central.certificate.HubCa;
import io.murmuration.central.certificate.SealedKeys;
import io.murmuration.it.run.HubDatabase;
import io.murmuration.it.run.HubProcess;
import io.murmuration.schema.Database;
import io.murmuration.sync.model.SubcloudId;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates of agents: honest ones, and such as nobody should accept. */
final class Papers {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final HubProcess hub;
  private final HubDatabase database;
  private final Path dir;

  Papers(HubProcess hub, HubDatabase database, Path dir) {
    this.hub = hub;
    this.database = database;
    this.dir = dir;
  }

  String token(String subcloud) {
    return hub.rest()
        .json("POST", "/v1.0/enrolment-tokens", Map.of("subcloud", subcloud))
        .get("tokens")
        .get(0)
        .get("token")
        .asText();
  }

  List<X509Certificate> trust() throws GeneralSecurityException {
    return Pem.certificates(hub.rest().get("/v1.0/trust-bundle").get("trust-bundle").asText());
  }

  /**
   * @param store names the directory with the key; the same one has the same key
   */
  EnrolmentResult enrol(String store, String token) throws IOException, GeneralSecurityException {
    var channel = AgentProbe.channel(hub.enrolment(), HubTls.serverOnly(trust()));
    try (var identities = IdentityStore.open(dir.resolve(store))) {
      return new EnrolmentClient(channel, DEADLINE).enroll(identities, token);
    } finally {
      channel.shutdownNow();
    }
  }

  /** The honest way. */
  Identity enrolled(String subcloud) throws IOException, GeneralSecurityException {
    var result = enrol(subcloud + UUID.randomUUID(), token(subcloud));
    if (result instanceof EnrolmentResult.Granted(var identity)) {
      return identity;
    }
    throw new IllegalStateException(subcloud + ": " + result);
  }

  /**
   * A certificate of the hub's own authority for the same agent and key, which the hub knows.
   *
   * @param at when it was issued
   */
  Identity issuedAt(Instant at, Duration life, Identity agent) throws SQLException {
    try (var opened = Database.open(database.settings().withPoolSize(2))) {
      var chance = new SecureRandom();
      var keys = SealedKeys.open(opened.transactions(), hub.dir().resolve("central"), chance);
      var certificate =
          HubCa.openOrCreate(keys, InstantSource.fixed(at), chance)
              .issueAgent(
                  new SubcloudId(agent.subcloudId()),
                  enrolment(agent),
                  agent.chain().getFirst().getPublicKey(),
                  life);
      database.update(
          "INSERT INTO agent_certificate"
              + " (serial, subcloud_id, enrolment_id, key_hash, certificate, not_after)"
              + " VALUES (?, ?::integer, ?::uuid, '', '', ?::timestamptz)",
          "%032x".formatted(certificate.getSerialNumber()),
          Long.toString(agent.subcloudId()),
          enrolment(agent).toString(),
          certificate.getNotAfter().toInstant().toString());
      return with(agent, agent.key(), certificate);
    }
  }

  /** The same names in every detail, signed by somebody else. */
  Identity foreign(Identity agent) throws GeneralSecurityException, IOException {
    var authority = keyPair();
    var key = keyPair();
    var now = Instant.now();
    var urn = "urn:murmuration:subcloud:" + agent.subcloudId() + ":enrolment:" + enrolment(agent);
    var builder =
        new JcaX509v3CertificateBuilder(
                trust().getFirst().getSubjectX500Principal(),
                BigInteger.valueOf(now.toEpochMilli()),
                Date.from(now.minusSeconds(60)),
                Date.from(now.plusSeconds(3600)),
                new X500Principal("CN=subcloud-" + agent.subcloudId()),
                key.getPublic())
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
            .addExtension(
                Extension.extendedKeyUsage,
                true,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth))
            .addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, urn)));
    try {
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(authority.getPrivate());
      return with(
          agent,
          key.getPrivate(),
          new JcaX509CertificateConverter().getCertificate(builder.build(signer)));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private UUID enrolment(Identity agent) {
    return UUID.fromString(
        hub.rest().get("/v1.0/enrolments/" + agent.subcloudId()).get("enrolment-id").asText());
  }

  private static Identity with(Identity agent, PrivateKey key, X509Certificate certificate) {
    return new Identity(
        agent.subcloudId(),
        agent.subcloudName(),
        key,
        List.of(certificate),
        agent.trust(),
        agent.hubAddresses());
  }

  private static KeyPair keyPair() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }
}

package io.murmuration.central.gateway.claim;

import io.murmuration.central.certificate.CertificateRequest;
import io.murmuration.central.certificate.Pem;
import io.murmuration.central.store.AuditEntry;
import io.murmuration.central.store.AuditTrail;
import io.murmuration.schema.tx.Tx;
import java.util.HexFormat;
import java.util.List;

/** Takes in certificates that a restored database has lost. */
final class LostCertificateRepository {
  private static final String REVOKE_FORMER =
      """
      UPDATE enrolment SET state = 'revoked', revoked_at = clock_timestamp()
       WHERE subcloud_id = ? AND state = 'active' AND id <> ?
      """;

  private static final String ENROLMENT =
      """
      INSERT INTO enrolment (id, subcloud_id, state) VALUES (?, ?, 'active')
      ON CONFLICT (id) DO NOTHING
      """;

  private static final String CERTIFICATE =
      """
      INSERT INTO agent_certificate
             (serial, subcloud_id, enrolment_id, key_hash, certificate, not_after)
      VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (serial) DO NOTHING
      """;

  /** One by one: they come in the days after a recovery, and each only once. */
  void takeIn(Tx tx, List<ClaimRequest> requests) {
    for (var request : requests) {
      var identity = request.identity();
      var certificate = identity.certificate();
      if (certificate == null) {
        continue;
      }
      int subcloud = Math.toIntExact(identity.subcloud().value());
      tx.sql().execute(REVOKE_FORMER, subcloud, identity.enrolment());
      tx.sql().execute(ENROLMENT, identity.enrolment(), subcloud);
      tx.sql()
          .execute(
              CERTIFICATE,
              identity.serial(),
              subcloud,
              identity.enrolment(),
              HexFormat.of().parseHex(CertificateRequest.keyHash(certificate)),
              Pem.of(certificate),
              certificate.getNotAfter().toInstant());
      AuditTrail.record(
          tx,
          new AuditEntry(
              "lost-" + identity.serial(),
              "agent",
              "",
              "",
              "take in certificate of the lost time",
              "subcloud " + subcloud,
              null,
              null,
              null));
    }
  }
}

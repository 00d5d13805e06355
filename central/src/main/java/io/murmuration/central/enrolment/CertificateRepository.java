package io.murmuration.central.enrolment;

import static io.murmuration.schema.jooq.Tables.AGENT_CERTIFICATE;
import static io.murmuration.schema.jooq.Tables.ENROLMENT;
import static io.murmuration.schema.jooq.Tables.SUBCLOUD;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.val;

import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.SubcloudId;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.Records;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** SQL of {@code agent_certificate} and {@code enrolment}. Each method is one statement. */
final class CertificateRepository {
  /** A certificate about to be stored. */
  record New(
      String serial,
      SubcloudId subcloud,
      UUID enrolment,
      String keyHash,
      String pem,
      Instant notAfter) {}

  /** The newest unrevoked certificate of an enrolment and a key. */
  record Newest(UUID enrolment, String keyHash, String pem, Instant notAfter) {}

  /**
   * A certificate that somebody presents.
   *
   * @param revoked itself, or its enrolment
   */
  record Known(
      String serial, SubcloudId subcloud, UUID enrolment, boolean revoked, String subcloudName) {}

  /** A certificate as operators see it. */
  record Listed(
      String serial,
      UUID enrolment,
      Instant notAfter,
      @Nullable Instant revokedAt,
      @Nullable String revokedWhy) {}

  /** An active enrolment as operators see it. */
  record Enrolled(UUID id, Instant createdAt) {}

  private static final int MOST_LISTED = 100;

  private static final String INSERT =
      """
      INSERT INTO agent_certificate
             (serial, subcloud_id, enrolment_id, key_hash, certificate, not_after)
      SELECT v.serial, v.subcloud, v.enrolment::uuid, decode(v.key, 'hex'), v.pem,
             v.not_after::timestamptz
      FROM unnest({0}, {1}, {2}, {3}, {4}, {5})
           AS v(serial, subcloud, enrolment, key, pem, not_after)
      """;

  void insert(Tx tx, List<New> certificates) {
    tx.sql()
        .execute(
            INSERT,
            val(texts(certificates, New::serial)),
            val(TokenRepository.ids(certificates.stream().map(New::subcloud).toList())),
            val(texts(certificates, c -> c.enrolment().toString())),
            val(texts(certificates, New::keyHash)),
            val(texts(certificates, New::pem)),
            val(texts(certificates, c -> c.notAfter().toString())));
  }

  /** By enrolment; a key of an enrolment is always the same one. */
  Map<UUID, Newest> newest(Tx tx, Collection<UUID> enrolments) {
    return tx.sql()
        .select(
            AGENT_CERTIFICATE.ENROLMENT_ID,
            AGENT_CERTIFICATE.KEY_HASH,
            AGENT_CERTIFICATE.CERTIFICATE,
            AGENT_CERTIFICATE.NOT_AFTER)
        .distinctOn(AGENT_CERTIFICATE.ENROLMENT_ID)
        .from(AGENT_CERTIFICATE)
        .join(ENROLMENT)
        .on(ENROLMENT.ID.eq(AGENT_CERTIFICATE.ENROLMENT_ID))
        .where(AGENT_CERTIFICATE.ENROLMENT_ID.eq(any(enrolments.toArray(UUID[]::new))))
        .and(AGENT_CERTIFICATE.REVOKED_AT.isNull())
        .and(ENROLMENT.STATE.eq("active"))
        .orderBy(AGENT_CERTIFICATE.ENROLMENT_ID, AGENT_CERTIFICATE.NOT_AFTER.desc())
        .fetchMap(
            AGENT_CERTIFICATE.ENROLMENT_ID,
            row ->
                new Newest(
                    row.value1(),
                    HexFormat.of().formatHex(row.value2()),
                    row.value3(),
                    row.value4()));
  }

  /**
   * Certificates of subclouds that exist, by serial. What is not revoked stays so until the end of
   * the transaction: a revocation waits for the lock of the enrolment.
   */
  Map<String, Known> known(Tx tx, Collection<String> serials) {
    return tx.sql()
        .select(
            AGENT_CERTIFICATE.SERIAL,
            AGENT_CERTIFICATE.SUBCLOUD_ID,
            AGENT_CERTIFICATE.ENROLMENT_ID,
            DSL.field(AGENT_CERTIFICATE.REVOKED_AT.isNotNull().or(ENROLMENT.STATE.ne("active"))),
            SUBCLOUD.NAME)
        .from(AGENT_CERTIFICATE)
        .join(ENROLMENT)
        .on(ENROLMENT.ID.eq(AGENT_CERTIFICATE.ENROLMENT_ID))
        .join(SUBCLOUD)
        .on(SUBCLOUD.ID.eq(ENROLMENT.SUBCLOUD_ID))
        .where(AGENT_CERTIFICATE.SERIAL.eq(any(serials.toArray(String[]::new))))
        .orderBy(ENROLMENT.SUBCLOUD_ID)
        .forShare()
        .of(ENROLMENT)
        .fetchMap(
            AGENT_CERTIFICATE.SERIAL,
            row ->
                new Known(
                    row.value1(),
                    new SubcloudId(row.value2()),
                    row.value3(),
                    row.value4(),
                    row.value5()));
  }

  /** Newest first, a bounded number. */
  List<Listed> list(Tx tx, SubcloudId subcloud) {
    return tx.sql()
        .select(
            AGENT_CERTIFICATE.SERIAL,
            AGENT_CERTIFICATE.ENROLMENT_ID,
            AGENT_CERTIFICATE.NOT_AFTER,
            AGENT_CERTIFICATE.REVOKED_AT,
            AGENT_CERTIFICATE.REVOKED_WHY)
        .from(AGENT_CERTIFICATE)
        .where(AGENT_CERTIFICATE.SUBCLOUD_ID.eq(Math.toIntExact(subcloud.value())))
        .orderBy(AGENT_CERTIFICATE.NOT_AFTER.desc(), AGENT_CERTIFICATE.SERIAL)
        .limit(MOST_LISTED)
        .fetch(Records.mapping(Listed::new));
  }

  Optional<Enrolled> active(Tx tx, SubcloudId subcloud) {
    return tx.sql()
        .select(ENROLMENT.ID, ENROLMENT.CREATED_AT)
        .from(ENROLMENT)
        .where(ENROLMENT.SUBCLOUD_ID.eq(Math.toIntExact(subcloud.value())))
        .and(ENROLMENT.STATE.eq("active"))
        .fetchOptional(Records.mapping(Enrolled::new));
  }

  private static <T> String[] texts(List<T> rows, Function<T, String> column) {
    return rows.stream().map(column).toArray(String[]::new);
  }
}

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
import org.jooq.Field;
import org.jooq.impl.DSL;

/** SQL of {@link Revocations}. Each method is one statement for all subclouds given. */
final class RevocationRepository {
  private static final Field<Instant> NOW = DSL.field("clock_timestamp()", Instant.class);

  private static final String TAKE_SESSIONS =
      """
      INSERT INTO agent_session AS s (subcloud_id, hub_epoch, epoch, ended_at, availability_reason)
      SELECT taken.id, hub.epoch, 1, clock_timestamp(), {1}
      FROM hub, (SELECT unnest({0}) AS id ORDER BY id) AS taken
      ON CONFLICT (subcloud_id) DO UPDATE
      SET hub_epoch = EXCLUDED.hub_epoch,
          epoch = s.epoch + 1,
          incarnation = NULL,
          ended_at = EXCLUDED.ended_at,
          availability_since = CASE WHEN s.availability = 'offline' THEN s.availability_since
                                    ELSE EXCLUDED.ended_at END,
          availability = 'offline',
          availability_reason = EXCLUDED.availability_reason
      """;

  /** An offline subcloud shows every endpoint as unknown. */
  private static final String FENCE_STATUSES =
      """
      UPDATE subcloud_status t
      SET hub_epoch = s.hub_epoch,
          session_epoch = s.epoch,
          since = CASE WHEN t.sync_status = 'unknown' THEN t.since ELSE clock_timestamp() END,
          sync_status = 'unknown',
          reason = {1}
      FROM agent_session s
      WHERE s.subcloud_id = t.subcloud_id AND t.subcloud_id = ANY ({0})
      """;

  /** In the order of ids, so that two of us never wait for each other. */
  void lockSubclouds(Tx tx, Collection<SubcloudId> subclouds) {
    tx.sql()
        .select(SUBCLOUD.ID)
        .from(SUBCLOUD)
        .where(SUBCLOUD.ID.eq(any(TokenRepository.ids(subclouds))))
        .orderBy(SUBCLOUD.ID)
        .forNoKeyUpdate()
        .execute();
  }

  void takeSessions(Tx tx, Collection<SubcloudId> subclouds, String why) {
    tx.sql().execute(TAKE_SESSIONS, val(TokenRepository.ids(subclouds)), val(why));
  }

  void revokeEnrolments(Tx tx, Collection<SubcloudId> subclouds) {
    tx.sql()
        .update(ENROLMENT)
        .set(ENROLMENT.STATE, "revoked")
        .set(ENROLMENT.REVOKED_AT, NOW)
        .where(ENROLMENT.SUBCLOUD_ID.eq(any(TokenRepository.ids(subclouds))))
        .and(ENROLMENT.STATE.eq("active"))
        .execute();
  }

  void revokeCertificates(Tx tx, Collection<SubcloudId> subclouds, String why) {
    tx.sql()
        .update(AGENT_CERTIFICATE)
        .set(AGENT_CERTIFICATE.REVOKED_AT, NOW)
        .set(AGENT_CERTIFICATE.REVOKED_WHY, why)
        .where(AGENT_CERTIFICATE.SUBCLOUD_ID.eq(any(TokenRepository.ids(subclouds))))
        .and(AGENT_CERTIFICATE.REVOKED_AT.isNull())
        .execute();
  }

  void fenceStatuses(Tx tx, Collection<SubcloudId> subclouds, String why) {
    tx.sql().execute(FENCE_STATUSES, val(TokenRepository.ids(subclouds)), val(why));
  }
}

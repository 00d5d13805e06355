package io.murmuration.central.enrolment;

import static io.murmuration.schema.jooq.Tables.ENROLMENT_TOKEN;
import static io.murmuration.schema.jooq.Tables.SUBCLOUD;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.val;

import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.SubcloudId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jooq.Records;
import org.jspecify.annotations.Nullable;

/** SQL of {@code enrolment_token} as operators see it. Each method is one statement. */
final class TokenRepository {
  /** A token without its secret. */
  record Row(
      int subcloudId,
      String subcloud,
      String createdBy,
      Instant createdAt,
      Instant expiresAt,
      @Nullable Instant usedAt) {}

  private static final String INSERT =
      """
      INSERT INTO enrolment_token (token_hash, subcloud_id, created_by, created_at, expires_at)
      SELECT decode(v.hash, 'hex'), v.subcloud, {2}, {3}, {4}
      FROM unnest({0}, {1}) AS v(hash, subcloud)
      """;

  /** One hash (hexadecimal) per subcloud, in the same order. */
  void insert(
      Tx tx,
      List<SubcloudId> subclouds,
      List<String> hashes,
      String createdBy,
      Instant now,
      Instant expiresAt) {
    tx.sql()
        .execute(
            INSERT,
            val(hashes.toArray(String[]::new)),
            val(ids(subclouds)),
            val(createdBy),
            val(now),
            val(expiresAt));
  }

  /** Withdraws the tokens that nobody has used; returns how many. */
  int deleteUnused(Tx tx, Collection<SubcloudId> subclouds) {
    return tx.sql()
        .deleteFrom(ENROLMENT_TOKEN)
        .where(ENROLMENT_TOKEN.SUBCLOUD_ID.eq(any(ids(subclouds))))
        .and(ENROLMENT_TOKEN.USED_AT.isNull())
        .execute();
  }

  /** All tokens, by subcloud, newest first. */
  List<Row> list(Tx tx) {
    return tx.sql()
        .select(
            SUBCLOUD.ID,
            SUBCLOUD.NAME,
            ENROLMENT_TOKEN.CREATED_BY,
            ENROLMENT_TOKEN.CREATED_AT,
            ENROLMENT_TOKEN.EXPIRES_AT,
            ENROLMENT_TOKEN.USED_AT)
        .from(ENROLMENT_TOKEN)
        .join(SUBCLOUD)
        .on(SUBCLOUD.ID.eq(ENROLMENT_TOKEN.SUBCLOUD_ID))
        .orderBy(SUBCLOUD.ID, ENROLMENT_TOKEN.CREATED_AT.desc())
        .fetch(Records.mapping(Row::new));
  }

  static Integer[] ids(Collection<SubcloudId> subclouds) {
    return subclouds.stream().map(id -> Math.toIntExact(id.value())).toArray(Integer[]::new);
  }
}

package io.murmuration.central.auth.builtin;

import static io.murmuration.schema.jooq.Tables.IDENTITY_TOKEN;
import static org.jooq.impl.DSL.select;

import io.murmuration.schema.tx.Tx;
import java.time.Instant;
import java.util.Optional;
import org.jooq.Records;
import org.jspecify.annotations.Nullable;

/** SQL of {@code identity_token}. Each method is one statement. */
final class IdentityTokenRepository {
  @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
  record Row(
      String user,
      @Nullable String project,
      String methods,
      byte[] credential,
      String auditId,
      Instant issuedAt,
      Instant expiresAt) {}

  void insert(Tx tx, byte[] hash, Row row) {
    tx.sql()
        .insertInto(IDENTITY_TOKEN)
        .set(IDENTITY_TOKEN.HASH, hash)
        .set(IDENTITY_TOKEN.USER_NAME, row.user())
        .set(IDENTITY_TOKEN.PROJECT, row.project())
        .set(IDENTITY_TOKEN.METHODS, row.methods())
        .set(IDENTITY_TOKEN.CREDENTIAL, row.credential())
        .set(IDENTITY_TOKEN.AUDIT_ID, row.auditId())
        .set(IDENTITY_TOKEN.ISSUED_AT, row.issuedAt())
        .set(IDENTITY_TOKEN.EXPIRES_AT, row.expiresAt())
        .execute();
  }

  Optional<Row> find(Tx tx, byte[] hash) {
    return tx.sql()
        .select(
            IDENTITY_TOKEN.USER_NAME,
            IDENTITY_TOKEN.PROJECT,
            IDENTITY_TOKEN.METHODS,
            IDENTITY_TOKEN.CREDENTIAL,
            IDENTITY_TOKEN.AUDIT_ID,
            IDENTITY_TOKEN.ISSUED_AT,
            IDENTITY_TOKEN.EXPIRES_AT)
        .from(IDENTITY_TOKEN)
        .where(IDENTITY_TOKEN.HASH.eq(hash))
        .fetchOptional(Records.mapping(Row::new));
  }

  /** False if there was none. */
  boolean delete(Tx tx, byte[] hash) {
    return tx.sql().deleteFrom(IDENTITY_TOKEN).where(IDENTITY_TOKEN.HASH.eq(hash)).execute() > 0;
  }

  /** Forgets some that expired before {@code now}; those that another node forgets are left out. */
  void deleteExpired(Tx tx, Instant now, int most) {
    tx.sql()
        .deleteFrom(IDENTITY_TOKEN)
        .where(
            IDENTITY_TOKEN.HASH.in(
                select(IDENTITY_TOKEN.HASH)
                    .from(IDENTITY_TOKEN)
                    .where(IDENTITY_TOKEN.EXPIRES_AT.lt(now))
                    .orderBy(IDENTITY_TOKEN.EXPIRES_AT)
                    .limit(most)
                    .forUpdate()
                    .skipLocked()))
        .execute();
  }
}

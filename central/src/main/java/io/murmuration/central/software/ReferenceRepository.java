package io.murmuration.central.software;

import static io.murmuration.schema.jooq.Tables.AUDIT_REFERENCE;

import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.endpoint.AuditReference;
import java.time.Instant;
import org.jooq.impl.DSL;

/** The one row of {@code audit_reference}. Stateless; each method is one statement. */
final class ReferenceRepository {
  /** What was stored last, or {@link AuditReference#NONE}. */
  AuditReference find(Tx tx) {
    return tx.sql()
        .selectFrom(AUDIT_REFERENCE)
        .fetchOptional(row -> ReferenceJson.read(row.getRevision(), row.getContent()))
        .orElse(AuditReference.NONE);
  }

  void store(Tx tx, AuditReference reference) {
    var now = DSL.field("clock_timestamp()", Instant.class);
    tx.sql()
        .insertInto(AUDIT_REFERENCE)
        .set(AUDIT_REFERENCE.REVISION, reference.revision())
        .set(AUDIT_REFERENCE.CONTENT, ReferenceJson.text(reference))
        .onConflict(AUDIT_REFERENCE.ID)
        .doUpdate()
        .set(AUDIT_REFERENCE.REVISION, reference.revision())
        .set(AUDIT_REFERENCE.CONTENT, ReferenceJson.text(reference))
        .set(AUDIT_REFERENCE.CHANGED_AT, now)
        .execute();
  }
}

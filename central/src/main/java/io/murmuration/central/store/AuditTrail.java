package io.murmuration.central.store;

import static io.murmuration.schema.jooq.Tables.AUDIT_TRAIL;

import io.murmuration.schema.tx.Tx;

/** The append-only record of who changed what. Stateless. */
public final class AuditTrail {
  private AuditTrail() {}

  /**
   * Writes the entry in the transaction of the change itself: there is no change without its entry.
   *
   * @throws org.jooq.exception.DataAccessException if the request id was used before
   */
  public static void record(Tx tx, AuditEntry entry) {
    var revision = entry.revision();
    tx.sql()
        .insertInto(AUDIT_TRAIL)
        .set(AUDIT_TRAIL.REQUEST_ID, entry.requestId())
        .set(AUDIT_TRAIL.WHO, entry.who())
        .set(AUDIT_TRAIL.PROJECT, entry.project())
        .set(AUDIT_TRAIL.ADDRESS, entry.address())
        .set(AUDIT_TRAIL.WHAT, entry.what())
        .set(AUDIT_TRAIL.TARGET, entry.target())
        .set(AUDIT_TRAIL.REVISION, revision == null ? null : revision.number())
        .set(AUDIT_TRAIL.BEFORE_DIGEST, entry.before())
        .set(AUDIT_TRAIL.AFTER_DIGEST, entry.after())
        .execute();
  }
}

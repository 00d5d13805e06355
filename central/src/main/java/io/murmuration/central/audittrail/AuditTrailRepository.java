package io.murmuration.central.audittrail;

import static io.murmuration.schema.jooq.Tables.AUDIT_TRAIL;

import io.murmuration.schema.tx.Tx;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Records;

/** Reads {@code audit_trail}. Stateless. */
final class AuditTrailRepository {
  /** Newest first, at most as many as asked for. One statement. */
  List<RecordedEntry> page(Tx tx, AuditQuery query) {
    var a = AUDIT_TRAIL;
    return tx.sql()
        .select(
            a.ID,
            a.AT,
            a.REQUEST_ID,
            a.WHO,
            a.PROJECT,
            a.ADDRESS,
            a.WHAT,
            a.TARGET,
            a.REVISION,
            a.BEFORE_DIGEST,
            a.AFTER_DIGEST)
        .from(a)
        .where(conditions(query))
        .orderBy(a.ID.desc())
        .limit(query.limit())
        .fetch(Records.mapping(RecordedEntry::new));
  }

  private static List<Condition> conditions(AuditQuery query) {
    var a = AUDIT_TRAIL;
    List<Condition> conditions = new ArrayList<>();
    if (query.marker() != null) {
      conditions.add(a.ID.lt(query.marker()));
    }
    if (query.who() != null) {
      conditions.add(a.WHO.eq(query.who()));
    }
    if (query.what() != null) {
      conditions.add(beginsWith(a.WHAT, query.what()));
    }
    if (query.target() != null) {
      conditions.add(beginsWith(a.TARGET, query.target()));
    }
    if (query.since() != null) {
      conditions.add(a.AT.ge(query.since()));
    }
    return conditions;
  }

  /** The pattern is a plain value, so that an index on the beginning of the text is used. */
  private static Condition beginsWith(Field<String> column, String text) {
    var literal = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    return column.like(literal + "%");
  }
}

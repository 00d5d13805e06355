package io.murmuration.central.alarm.record;

import static io.murmuration.schema.jooq.Tables.ALARM_RECORD;
import static io.murmuration.schema.jooq.Tables.SUBCLOUD;

import io.murmuration.schema.tx.Tx;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.impl.DSL;

/** Reads {@code alarm_record}. Stateless. */
final class RecordListRepository {
  /** By subcloud, alarm and endpoint, at most as many as asked for. One statement. */
  List<AlarmRecord> page(Tx tx, RecordQuery query) {
    var a = ALARM_RECORD;
    return tx.sql()
        .select(
            a.SUBCLOUD_ID,
            a.ALARM_ID,
            a.RESOURCE,
            a.UUID,
            SUBCLOUD.NAME,
            a.SEVERITY,
            a.ENTITY_INSTANCE_ID,
            a.REASON_TEXT,
            a.RAISED_AT,
            a.CLEARED_AT)
        .from(a)
        .join(SUBCLOUD)
        .on(SUBCLOUD.ID.eq(a.SUBCLOUD_ID))
        .where(conditions(query))
        .orderBy(a.SUBCLOUD_ID, a.ALARM_ID, a.RESOURCE)
        .limit(query.limit())
        .fetch(row ->
            new AlarmRecord(
                new RecordPlace(row.value1(), row.value2(), row.value3()),
                row.value4(),
                row.value5(),
                row.value6(),
                row.value7(),
                row.value8(),
                row.value9(),
                row.value10()));
  }

  private static List<Condition> conditions(RecordQuery query) {
    var a = ALARM_RECORD;
    List<Condition> conditions = new ArrayList<>();
    switch (query.state()) {
      case ACTIVE -> conditions.add(a.CLEARED_AT.isNull());
      case CLEARED -> conditions.add(a.CLEARED_AT.isNotNull());
      case ALL -> {} // nothing to narrow
    }
    var after = query.marker();
    if (after != null) {
      conditions.add(
          DSL.row(a.SUBCLOUD_ID, a.ALARM_ID, a.RESOURCE)
              .gt(after.subcloudId(), after.alarmId(), after.resource()));
    }
    if (query.alarmId() != null) {
      conditions.add(a.ALARM_ID.eq(query.alarmId()));
    }
    if (query.severity() != null) {
      conditions.add(a.SEVERITY.eq(query.severity()));
    }
    if (query.subcloud() != null) {
      conditions.add(SUBCLOUD.NAME.eq(query.subcloud()));
    }
    return conditions;
  }
}

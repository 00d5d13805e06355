package io.murmuration.central.alarm;

import static io.murmuration.schema.jooq.Tables.ALARM_SUMMARY;
import static io.murmuration.schema.jooq.Tables.SUBCLOUD;

import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.SubcloudId;
import java.util.List;
import java.util.Optional;
import org.jooq.Records;

/** Reads {@code alarm_summary}. Stateless. */
public final class AlarmRepository {
  /** Of one subcloud. One statement. */
  public SiteFacts facts(Tx tx, SubcloudId id) {
    return tx.sql()
        .select(ALARM_SUMMARY.OAM_FLOATING_IP, ALARM_SUMMARY.CONFIGURATION)
        .from(ALARM_SUMMARY)
        .where(ALARM_SUMMARY.SUBCLOUD_ID.eq(Math.toIntExact(id.value())))
        .fetchOptional(row -> new SiteFacts(Optional.ofNullable(row.value1()), row.value2()))
        .orElse(SiteFacts.UNKNOWN);
  }

  /** Those of the youngest subclouds first. One statement. */
  List<AlarmSummary> newestFirst(Tx tx) {
    return tx.sql()
        .select(
            SUBCLOUD.NAME,
            ALARM_SUMMARY.UUID,
            ALARM_SUMMARY.CRITICAL_ALARMS,
            ALARM_SUMMARY.MAJOR_ALARMS,
            ALARM_SUMMARY.MINOR_ALARMS,
            ALARM_SUMMARY.WARNINGS,
            ALARM_SUMMARY.CLOUD_STATUS)
        .from(ALARM_SUMMARY)
        .join(SUBCLOUD)
        .on(SUBCLOUD.ID.eq(ALARM_SUMMARY.SUBCLOUD_ID))
        .orderBy(SUBCLOUD.ID.desc())
        .fetch(Records.mapping(AlarmSummary::new));
  }
}

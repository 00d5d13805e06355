package io.murmuration.central.alarm;

import static io.murmuration.schema.jooq.Tables.ALARM_SUMMARY;
import static io.murmuration.schema.jooq.Tables.SUBCLOUD;

import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.SubcloudId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Records;
import org.jooq.impl.DSL;

/** Reads {@code alarm_summary}. Stateless. */
public final class AlarmRepository {
  private static final String ACTIVE =
      """
      SELECT * FROM (
        SELECT 'hub' AS origin, alarm_id, entity_instance_id, severity, reason_text,
               raised_at AS since
          FROM alarm_record WHERE subcloud_id = {0} AND cleared_at IS NULL
        UNION ALL
        SELECT 'site', alarm_id, entity_instance_id, severity, reason_text, seen_at
          FROM site_alarm WHERE subcloud_id = {0}) AS active
       ORDER BY origin, array_position(ARRAY['critical', 'major', 'minor', 'warning'], severity),
                alarm_id, entity_instance_id
      """;

  /** Of one subcloud: the hub's own, then the site's, the worst first. One statement. */
  public List<ActiveAlarm> active(Tx tx, SubcloudId id) {
    return tx.sql()
        .fetch(ACTIVE, DSL.val(id.value()))
        .map(row ->
            new ActiveAlarm(
                row.get("origin", String.class),
                row.get("alarm_id", String.class),
                row.get("entity_instance_id", String.class),
                row.get("severity", String.class),
                row.get("reason_text", String.class),
                row.get("since", Instant.class)));
  }

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

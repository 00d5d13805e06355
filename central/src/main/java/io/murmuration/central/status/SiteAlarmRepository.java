package io.murmuration.central.status;

import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.alarm.SiteAlarm;
import io.murmuration.sync.alarm.SiteState;
import io.murmuration.sync.model.SubcloudId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/**
 * Writes what sites' fault managers hold, in bulk. The summary's row is the fence: tested for the
 * generation and against a later session, and held until the list beside it is written.
 */
final class SiteAlarmRepository {
  private static final String WRITE_SUMMARIES =
      """
      WITH u AS (
        SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          AS u(subcloud_id, hub_epoch, session_epoch, generation, critical, major, minor, warnings,
               cloud_status, configuration, oam, unlisted, reason)),
      written AS (
        UPDATE alarm_summary s
           SET critical_alarms = u.critical, major_alarms = u.major, minor_alarms = u.minor,
               warnings = u.warnings, cloud_status = u.cloud_status,
               configuration = u.configuration, oam_floating_ip = nullif(u.oam, ''),
               unlisted = u.unlisted, reason = u.reason,
               hub_epoch = u.hub_epoch, session_epoch = u.session_epoch
          FROM u
         WHERE s.subcloud_id = u.subcloud_id AND s.generation = u.generation
           AND (s.hub_epoch, s.session_epoch) <= (u.hub_epoch, u.session_epoch)
        RETURNING s.subcloud_id)
      SELECT u.subcloud_id
        FROM u
        JOIN alarm_summary s ON s.subcloud_id = u.subcloud_id
        LEFT JOIN written w ON w.subcloud_id = u.subcloud_id
       WHERE w.subcloud_id IS NULL
      """;

  /** Of the sites that were written: what they do not list any more. */
  private static final String FORGET =
      """
      DELETE FROM site_alarm a
       WHERE a.subcloud_id = ANY (?)
         AND NOT EXISTS (
             SELECT FROM unnest(?, ?, ?) AS u(subcloud_id, alarm_id, entity)
              WHERE u.subcloud_id = a.subcloud_id AND u.alarm_id = a.alarm_id
                AND u.entity = a.entity_instance_id)
      """;

  private static final String KEEP =
      """
      INSERT INTO site_alarm AS a (subcloud_id, alarm_id, entity_instance_id, severity, reason_text)
      SELECT u.* FROM unnest(?, ?, ?, ?, ?) AS u(subcloud_id, alarm_id, entity, severity, reason)
        JOIN alarm_summary s ON s.subcloud_id = u.subcloud_id
          ON CONFLICT (subcloud_id, alarm_id, entity_instance_id) DO UPDATE
         SET severity = excluded.severity, reason_text = excluded.reason_text
       WHERE (a.severity, a.reason_text) IS DISTINCT FROM (excluded.severity, excluded.reason_text)
      """;

  private record Row(SubcloudId id, SiteAlarm alarm) {}

  private record Key(SubcloudId id, String alarmId, String entity) {}

  /** Returns the subclouds that lost to somebody newer. Three statements. */
  Set<SubcloudId> write(Tx tx, List<AlarmsReport> reports) {
    var losers = summaries(tx, reports);
    // An unreadable fault manager says nothing about the alarms that were known.
    var winners =
        reports.stream()
            .filter(report -> !losers.contains(report.id()))
            .filter(report -> report.state().unreadable().isEmpty())
            .toList();
    if (!winners.isEmpty()) {
      var rows = rows(winners);
      var ids = ids(rows, Row::id);
      var alarmIds = texts(rows, row -> row.alarm().alarmId());
      var entities = texts(rows, row -> row.alarm().entity());
      tx.sql().execute(FORGET, ids(winners, AlarmsReport::id), ids, alarmIds, entities);
      if (!rows.isEmpty()) {
        tx.sql()
            .execute(
                KEEP,
                ids,
                alarmIds,
                entities,
                texts(rows, row -> row.alarm().severity().wireName()),
                texts(rows, row -> row.alarm().reason()));
      }
    }
    return losers;
  }

  private static Set<SubcloudId> summaries(Tx tx, List<AlarmsReport> reports) {
    var lost =
        tx.sql()
            .resultQuery(
                WRITE_SUMMARIES,
                ids(reports, AlarmsReport::id),
                longs(reports, report -> report.epoch().hubEpoch()),
                longs(reports, report -> report.epoch().number()),
                longs(reports, AlarmsReport::generation),
                numbers(reports, state -> state.counts().critical()),
                numbers(reports, state -> state.counts().major()),
                numbers(reports, state -> state.counts().minor()),
                numbers(reports, state -> state.counts().warnings()),
                texts(reports, report -> report.state().counts().cloudStatus()),
                texts(reports, report -> configuration(report.state())),
                texts(reports, report -> report.state().oamAddress().orElse("")),
                numbers(reports, SiteState::unlisted),
                texts(reports, report -> report.state().unreadable()))
            .fetch();
    var losers = new HashSet<SubcloudId>();
    lost.forEach(row -> losers.add(new SubcloudId(row.get(0, Long.class))));
    return losers;
  }

  private static String configuration(SiteState state) {
    return state.configuration().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Each alarm once: whoever tells one twice would fail the whole statement. */
  private static List<Row> rows(List<AlarmsReport> reports) {
    var seen = new HashSet<Key>();
    var rows = new ArrayList<Row>();
    for (var report : reports) {
      for (var alarm : report.state().active()) {
        if (seen.add(new Key(report.id(), alarm.alarmId(), alarm.entity()))) {
          rows.add(new Row(report.id(), alarm));
        }
      }
    }
    return rows;
  }

  private static <T> Integer[] ids(List<T> rows, Function<T, SubcloudId> id) {
    return rows.stream().map(row -> Math.toIntExact(id.apply(row).value())).toArray(Integer[]::new);
  }

  private static Integer[] numbers(List<AlarmsReport> reports, Function<SiteState, Integer> value) {
    return reports.stream().map(report -> value.apply(report.state())).toArray(Integer[]::new);
  }

  private static Long[] longs(List<AlarmsReport> reports, Function<AlarmsReport, Long> value) {
    return reports.stream().map(value).toArray(Long[]::new);
  }

  private static <T> String[] texts(List<T> rows, Function<T, String> value) {
    return rows.stream().map(value).toArray(String[]::new);
  }
}

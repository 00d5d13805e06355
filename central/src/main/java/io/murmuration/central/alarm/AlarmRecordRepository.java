package io.murmuration.central.alarm;

import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SubcloudId;
import java.util.List;
import java.util.function.Function;

/**
 * The hub's own alarms about subclouds (contract, alarms raised by the system controller): written
 * in the transaction of the status that they follow from, by whoever writes that, so that none
 * sticks and none is missing. Raising what is raised and clearing what is clear changes nothing, so
 * an alarm keeps its time. Stateless.
 */
public final class AlarmRecordRepository {
  private static final String ENDPOINTS =
      """
      WITH u AS (SELECT * FROM unnest(?, ?, ?) AS u(subcloud_id, kind, wrong)),
      cleared AS (
        UPDATE alarm_record a SET cleared_at = clock_timestamp()
          FROM u
         WHERE NOT u.wrong AND a.subcloud_id = u.subcloud_id AND a.alarm_id = '280.002'
           AND a.resource = u.kind AND a.cleared_at IS NULL)
      INSERT INTO alarm_record AS a
             (subcloud_id, alarm_id, resource, severity, entity_instance_id, reason_text)
      SELECT s.id, '280.002', u.kind, 'major', 'subcloud=' || s.name || '.resource=' || u.kind,
             s.name || ' ' || u.kind || ' sync_status is out-of-sync'
        FROM u JOIN subcloud s ON s.id = u.subcloud_id
       WHERE u.wrong
          ON CONFLICT (subcloud_id, alarm_id, resource) DO UPDATE
         SET uuid = gen_random_uuid(), raised_at = excluded.raised_at, cleared_at = NULL,
             entity_instance_id = excluded.entity_instance_id, reason_text = excluded.reason_text
       WHERE a.cleared_at IS NOT NULL
      """;

  /**
   * Of an offline subcloud no endpoint is known to be out of sync, and nobody counts the alarms at
   * its site; its session's epoch goes into the summary, so that an earlier one cannot any more. A
   * subcloud that never was connected cannot go offline. An agent that ran at the centre and is not
   * heard any more says nothing about its site: that is an alarm of its own, 280.901.
   */
  private static final String SITES =
      """
      WITH u AS (SELECT * FROM unnest(?, ?, ?, ?) AS u(subcloud_id, online, known, unheard)),
      cleared AS (
        UPDATE alarm_record a SET cleared_at = clock_timestamp()
          FROM u
         WHERE a.subcloud_id = u.subcloud_id AND a.cleared_at IS NULL
           AND (a.alarm_id = CASE WHEN u.online THEN '280.001' ELSE '280.002' END
                OR a.alarm_id = '280.901' AND NOT u.unheard)),
      uncounted AS (
        UPDATE alarm_summary m
           SET critical_alarms = -1, major_alarms = -1, minor_alarms = -1, warnings = -1,
               cloud_status = 'disabled', configuration = 'unknown', oam_floating_ip = NULL,
               unlisted = 0, reason = '', hub_epoch = n.hub_epoch, session_epoch = n.epoch
          FROM u JOIN agent_session n ON n.subcloud_id = u.subcloud_id
         WHERE NOT u.online AND m.subcloud_id = u.subcloud_id)
      INSERT INTO alarm_record AS a
             (subcloud_id, alarm_id, severity, entity_instance_id, reason_text)
      SELECT s.id, w.alarm_id, w.severity, w.entity, w.reason
        FROM u
        JOIN subcloud s ON s.id = u.subcloud_id
        JOIN agent_session n ON n.subcloud_id = u.subcloud_id AND n.connected_at IS NOT NULL
        JOIN LATERAL (VALUES
               (true, '280.901', 'major', 'subcloud=' || s.name || '.agent',
                'the agent of ' || s.name || ' at the system controller is lost'),
               (false, '280.001', 'critical', 'subcloud=' || s.name, s.name || ' is offline'))
               AS w(of_agent, alarm_id, severity, entity, reason)
          ON w.of_agent = (u.unheard AND n.agent_version LIKE 'hosted %')
       WHERE NOT u.online AND u.known AND s.deploy_status NOT IN ('secondary', 'secondary-failed')
          ON CONFLICT (subcloud_id, alarm_id, resource) DO UPDATE
         SET uuid = gen_random_uuid(), raised_at = excluded.raised_at, cleared_at = NULL,
             entity_instance_id = excluded.entity_instance_id, reason_text = excluded.reason_text
       WHERE a.cleared_at IS NOT NULL
      """;

  private static final String SETTLE =
      """
      UPDATE alarm_record a SET cleared_at = clock_timestamp()
       WHERE a.subcloud_id = ? AND a.alarm_id = '280.002' AND a.cleared_at IS NULL
         AND NOT EXISTS (
             SELECT FROM subcloud_status t
              WHERE t.subcloud_id = a.subcloud_id AND t.endpoint_type = a.resource
                AND t.sync_status = 'out-of-sync')
      """;

  /**
   * @param outOfSync false: in-sync, or not known
   */
  public record EndpointAlarm(SubcloudId id, Kind kind, boolean outOfSync) {}

  /**
   * @param known false: not found out, while a session begins; taken for offline, but no reason for
   *     an alarm
   * @param unheard offline because its agent is not heard, and not because it said so
   */
  public record SiteAvailability(SubcloudId id, boolean online, boolean known, boolean unheard) {
    /** Nobody hears it any more. */
    public static SiteAvailability lost(SubcloudId id) {
      return new SiteAvailability(id, false, true, true);
    }

    /** Its agent was told to go: offline, and no agent is missing. */
    public static SiteAvailability withdrawn(SubcloudId id) {
      return new SiteAvailability(id, false, true, false);
    }
  }

  /** 280.002. At most one per (subcloud, kind); one statement. */
  public void endpoints(Tx tx, List<EndpointAlarm> said) {
    if (!said.isEmpty()) {
      tx.sql()
          .execute(
              ENDPOINTS,
              ids(said, EndpointAlarm::id),
              said.stream().map(one -> one.kind().wireName()).toArray(String[]::new),
              said.stream().map(EndpointAlarm::outOfSync).toArray(Boolean[]::new));
    }
  }

  /**
   * 280.001 and 280.901, after the sessions' rows were written. At most one per subcloud; one
   * statement.
   */
  public void sites(Tx tx, List<SiteAvailability> said) {
    if (!said.isEmpty()) {
      tx.sql()
          .execute(
              SITES,
              ids(said, SiteAvailability::id),
              said.stream().map(SiteAvailability::online).toArray(Boolean[]::new),
              said.stream().map(SiteAvailability::known).toArray(Boolean[]::new),
              said.stream().map(SiteAvailability::unheard).toArray(Boolean[]::new));
    }
  }

  /** Clears 280.002 of every endpoint that is not out of sync any more; the rows are written. */
  public void settle(Tx tx, SubcloudId id) {
    tx.sql().execute(SETTLE, id.value());
  }

  /** The subcloud is deleted. Last, because the deletion waits for whoever still writes. */
  public void forget(Tx tx, SubcloudId id) {
    tx.sql().execute("DELETE FROM alarm_record WHERE subcloud_id = ?", id.value());
  }

  private static <T> Integer[] ids(List<T> rows, Function<T, SubcloudId> id) {
    return rows.stream().map(row -> Math.toIntExact(id.apply(row).value())).toArray(Integer[]::new);
  }
}

package io.murmuration.central.status;

import io.murmuration.central.alarm.AlarmRecordRepository;
import io.murmuration.central.alarm.AlarmRecordRepository.EndpointAlarm;
import io.murmuration.central.alarm.AlarmRecordRepository.SiteAvailability;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.model.SyncStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Writes statuses in bulk. Each statement tests the fence (hub epoch, session epoch, generation) on
 * the row that it writes, because only that row is looked at again after a lock wait.
 */
final class StatusRepository {
  private final AlarmRecordRepository alarms = new AlarmRecordRepository();

  /**
   * Every row is found by its key: the planner would rather read the whole table for each batch.
   * Hence {@code ON CONFLICT}, which looks into the index, and a subquery that it may not flatten.
   * The latter keeps the rows of a deleted subcloud from coming back. Rows that already say the
   * same are left alone. Returned is the number of rows written.
   */
  private static final String WRITE_KINDS =
      """
      WITH u AS (
        SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          AS u(subcloud_id, kind, hub_epoch, session_epoch, generation, status, wanted, held, reason,
               age_ms)),
      written AS (
        INSERT INTO subcloud_status AS s
               (subcloud_id, endpoint_type, sync_status, wanted_revision, held_revision,
                confirmed_at, reason, hub_epoch, session_epoch, generation)
        SELECT u.subcloud_id, u.kind, u.status, u.wanted, u.held,
               CASE WHEN u.status = 'in-sync'
                    THEN clock_timestamp() - u.age_ms * interval '1 millisecond' END,
               u.reason, u.hub_epoch, u.session_epoch, u.generation
          FROM u
         CROSS JOIN LATERAL (
               SELECT FROM subcloud_status x
                WHERE x.subcloud_id = u.subcloud_id AND x.endpoint_type = u.kind OFFSET 0) AS known
            ON CONFLICT (subcloud_id, endpoint_type) DO UPDATE
           SET sync_status = excluded.sync_status, wanted_revision = excluded.wanted_revision,
               held_revision = excluded.held_revision, reason = excluded.reason,
               since = CASE WHEN s.sync_status = excluded.sync_status THEN s.since
                            ELSE excluded.since END,
               confirmed_at = COALESCE(excluded.confirmed_at, s.confirmed_at)
         WHERE s.hub_epoch = excluded.hub_epoch AND s.session_epoch = excluded.session_epoch
           AND s.generation = excluded.generation
           AND (s.sync_status, s.wanted_revision, s.held_revision, s.reason)
               IS DISTINCT FROM (excluded.sync_status, excluded.wanted_revision,
                                 excluded.held_revision, excluded.reason)
        RETURNING 1)
      SELECT count(*) FROM written
      """;

  /** Those that do not say what was to be written, under the same fence; missing rows too. */
  private static final String LOSERS =
      """
      SELECT u.subcloud_id, u.kind
        FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          AS u(subcloud_id, kind, hub_epoch, session_epoch, generation, status, wanted, held, reason,
               age_ms)
        LEFT JOIN subcloud_status s ON s.subcloud_id = u.subcloud_id AND s.endpoint_type = u.kind
       WHERE (s.hub_epoch, s.session_epoch, s.generation,
              s.sync_status, s.wanted_revision, s.held_revision, s.reason)
             IS DISTINCT FROM (u.hub_epoch, u.session_epoch, u.generation,
                               u.status, u.wanted, u.held, u.reason)
      """;

  /**
   * Going offline also makes every kind unknown. Returned are the sessions that lost or are gone.
   */
  private static final String WRITE_AVAILABILITIES =
      """
      WITH u AS (
        SELECT * FROM unnest(?, ?, ?, ?, ?)
          AS u(subcloud_id, hub_epoch, session_epoch, availability, reason)),
      sites AS (
        UPDATE agent_session a
           SET availability = u.availability, availability_reason = u.reason,
               availability_since = CASE WHEN a.availability = u.availability
                                         THEN a.availability_since ELSE clock_timestamp() END
          FROM u
         WHERE a.subcloud_id = u.subcloud_id
           AND a.hub_epoch = u.hub_epoch AND a.epoch = u.session_epoch
           AND (a.availability, a.availability_reason) IS DISTINCT FROM (u.availability, u.reason)
        RETURNING a.subcloud_id),
      kinds AS (
        UPDATE subcloud_status s
           SET sync_status = 'unknown', reason = 'the subcloud is offline', since = clock_timestamp()
          FROM u
         WHERE u.availability = 'offline' AND s.subcloud_id = u.subcloud_id
           AND s.hub_epoch = u.hub_epoch AND s.session_epoch = u.session_epoch
           AND s.sync_status <> 'unknown')
      SELECT u.subcloud_id
        FROM u
        LEFT JOIN agent_session a ON a.subcloud_id = u.subcloud_id
        LEFT JOIN sites w ON w.subcloud_id = a.subcloud_id
       WHERE w.subcloud_id IS NULL
         AND (a.hub_epoch, a.epoch) IS DISTINCT FROM (u.hub_epoch, u.session_epoch)
      """;

  /**
   * Returns the keys that lost to somebody newer, or whose subcloud is gone. Two statements (the
   * rows and their alarms), and one more if not every row was written.
   *
   * @param nowNanos on the clock of {@link StatusReport#seenNanos}
   */
  Set<StatusReport.Key> writeKinds(Tx tx, List<StatusReport> reports, long nowNanos) {
    var columns = columns(reports, nowNanos);
    long written =
        Objects.requireNonNull(
            tx.sql().resultQuery(WRITE_KINDS, columns).fetchSingle(0, Long.class));
    var losers = written == reports.size() ? Set.<StatusReport.Key>of() : losers(tx, columns);
    alarms.endpoints(
        tx,
        reports.stream()
            .filter(report -> !losers.contains(report.key()))
            .flatMap(report -> alarm(report).stream())
            .toList());
    return losers;
  }

  private static Set<StatusReport.Key> losers(Tx tx, Object[] columns) {
    return tx.sql().resultQuery(LOSERS, columns).fetch().stream()
        .map(row ->
            new StatusReport.Key(
                new SubcloudId(row.get(0, Long.class)),
                Kind.fromWireName(row.get(1, String.class)).orElseThrow()))
        .collect(Collectors.toSet());
  }

  /**
   * None while work is under way that will change the status by itself, nor for what is not worth
   * one: no storm of alarms. What was raised stays.
   */
  private static Optional<EndpointAlarm> alarm(StatusReport report) {
    boolean wrong = report.status().status() == SyncStatus.OUT_OF_SYNC;
    return wrong && (report.status().isPassing() || !report.status().alarmable())
        ? Optional.empty()
        : Optional.of(new EndpointAlarm(report.id(), report.kind(), wrong));
  }

  private static Object[] columns(List<StatusReport> reports, long nowNanos) {
    return new Object[] {
      ids(reports, StatusReport::id),
      texts(reports, report -> report.kind().wireName()),
      longs(reports, report -> report.epoch().hubEpoch()),
      longs(reports, report -> report.epoch().number()),
      longs(reports, StatusReport::generation),
      texts(reports, report -> report.status().status().wireName()),
      longs(reports, report -> report.status().wanted().number()),
      longs(reports, report -> report.status().held().number()),
      texts(reports, report -> report.status().reason()),
      longs(reports, report -> Math.max(0, nowNanos - report.seenNanos()) / 1_000_000)
    };
  }

  /** Returns the subclouds whose session is another one by now, or none. Two statements. */
  Set<SubcloudId> writeAvailabilities(Tx tx, List<AvailabilityReport> reports) {
    var losers = writeSites(tx, reports);
    alarms.sites(
        tx,
        reports.stream()
            .filter(report -> !losers.contains(report.id()))
            .map(report ->
                new SiteAvailability(
                    report.id(),
                    report.availability().online(),
                    report.availability().known(),
                    report.availability().isUnheard()))
            .toList());
    return losers;
  }

  private static Set<SubcloudId> writeSites(Tx tx, List<AvailabilityReport> reports) {
    return tx
        .sql()
        .resultQuery(
            WRITE_AVAILABILITIES,
            ids(reports, AvailabilityReport::id),
            longs(reports, report -> report.epoch().hubEpoch()),
            longs(reports, report -> report.epoch().number()),
            texts(reports, report -> report.availability().wireName()),
            texts(reports, report -> report.availability().reason()))
        .fetch()
        .stream()
        .map(row -> new SubcloudId(row.get(0, Long.class)))
        .collect(Collectors.toSet());
  }

  private static <T> Integer[] ids(List<T> rows, Function<T, SubcloudId> id) {
    return rows.stream().map(row -> Math.toIntExact(id.apply(row).value())).toArray(Integer[]::new);
  }

  private static <T> Long[] longs(List<T> rows, ToLongFunction<T> value) {
    return rows.stream().mapToLong(value).boxed().toArray(Long[]::new);
  }

  private static <T> String[] texts(List<T> rows, Function<T, String> value) {
    return rows.stream().map(value).toArray(String[]::new);
  }
}

package io.murmuration.central.status;

import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SubcloudId;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Writes statuses in bulk. Each statement tests the fence (hub epoch, session epoch, generation) on
 * the row that it writes, because only that row is looked at again after a lock wait.
 */
final class StatusRepository {
  /**
   * Rows that already say the same are left alone. Returned are the losers: rows that were not
   * written and do not already say the same under the same fence, or that do not exist any more.
   */
  private static final String WRITE_KINDS =
      """
      WITH u AS (
        SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
          AS u(subcloud_id, kind, hub_epoch, session_epoch, generation, status, wanted, held, reason)),
      written AS (
        UPDATE subcloud_status s
           SET sync_status = u.status, wanted_revision = u.wanted, held_revision = u.held,
               reason = u.reason,
               since = CASE WHEN s.sync_status = u.status THEN s.since ELSE clock_timestamp() END,
               confirmed_at = CASE WHEN u.status = 'in-sync' THEN clock_timestamp()
                                   ELSE s.confirmed_at END
          FROM u
         WHERE s.subcloud_id = u.subcloud_id AND s.endpoint_type = u.kind
           AND s.hub_epoch = u.hub_epoch AND s.session_epoch = u.session_epoch
           AND s.generation = u.generation
           AND (s.sync_status, s.wanted_revision, s.held_revision, s.reason)
               IS DISTINCT FROM (u.status, u.wanted, u.held, u.reason)
        RETURNING s.subcloud_id, s.endpoint_type)
      SELECT u.subcloud_id, u.kind
        FROM u
        LEFT JOIN subcloud_status s ON s.subcloud_id = u.subcloud_id AND s.endpoint_type = u.kind
        LEFT JOIN written w ON w.subcloud_id = s.subcloud_id AND w.endpoint_type = s.endpoint_type
       WHERE w.subcloud_id IS NULL
         AND (s.hub_epoch, s.session_epoch, s.generation,
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
           SET sync_status = 'unknown', reason = 'the subcloud is offline',
               since = CASE WHEN s.sync_status = 'unknown' THEN s.since ELSE clock_timestamp() END
          FROM u
         WHERE u.availability = 'offline' AND s.subcloud_id = u.subcloud_id
           AND s.hub_epoch = u.hub_epoch AND s.session_epoch = u.session_epoch
           AND (s.sync_status, s.reason)
               IS DISTINCT FROM ('unknown'::varchar, 'the subcloud is offline'::text))
      SELECT u.subcloud_id
        FROM u
        LEFT JOIN agent_session a ON a.subcloud_id = u.subcloud_id
        LEFT JOIN sites w ON w.subcloud_id = a.subcloud_id
       WHERE w.subcloud_id IS NULL
         AND (a.hub_epoch, a.epoch) IS DISTINCT FROM (u.hub_epoch, u.session_epoch)
      """;

  /** Returns the keys that lost to somebody newer or to a deletion. One statement. */
  Set<StatusReport.Key> writeKinds(Tx tx, List<StatusReport> reports) {
    return tx
        .sql()
        .resultQuery(
            WRITE_KINDS,
            ids(reports, StatusReport::id),
            texts(reports, report -> report.kind().wireName()),
            longs(reports, report -> report.epoch().hubEpoch()),
            longs(reports, report -> report.epoch().number()),
            longs(reports, StatusReport::generation),
            texts(reports, report -> report.status().status().wireName()),
            longs(reports, report -> report.status().wanted().number()),
            longs(reports, report -> report.status().held().number()),
            texts(reports, report -> report.status().reason()))
        .fetch()
        .stream()
        .map(row ->
            new StatusReport.Key(
                new SubcloudId(row.get(0, Long.class)),
                Kind.fromWireName(row.get(1, String.class)).orElseThrow()))
        .collect(Collectors.toSet());
  }

  /** Returns the subclouds whose session is another one by now, or none. One statement. */
  Set<SubcloudId> writeAvailabilities(Tx tx, List<AvailabilityReport> reports) {
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

package io.murmuration.central.cluster.lease;

import io.murmuration.central.cluster.LiveEntry;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.model.SyncStatus;
import io.murmuration.sync.status.Availability;
import io.murmuration.sync.status.KindStatus;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Record;

/** Sessions of nodes whose lease ran out. Each method is one statement, whatever the number. */
final class OrphanRepository {
  Set<UUID> expiredNodes(Tx tx) {
    return tx
        .sql()
        .fetch("SELECT incarnation FROM node WHERE lease_until <= clock_timestamp()")
        .stream()
        .map(row -> row.get("incarnation", UUID.class))
        .collect(Collectors.toSet());
  }

  List<Orphan> orphans(Tx tx, UUID node) {
    return tx.sql()
        .fetch(
            "SELECT subcloud_id, hub_epoch, epoch FROM agent_session WHERE incarnation = ?", node)
        .map(row ->
            new Orphan(id(row), row.get("hub_epoch", Long.class), row.get("epoch", Long.class)));
  }

  /** False if the node renewed its lease meanwhile; until the transaction ends it cannot. */
  boolean stillExpired(Tx tx, UUID node) {
    return tx.sql()
        .fetchOptional(
            """
            SELECT 1 FROM node WHERE incarnation = ? AND lease_until <= clock_timestamp() FOR UPDATE
            """,
            node)
        .isPresent();
  }

  /** Takes those sessions that nobody took or renewed since they were seen. */
  List<LiveEntry> claim(Tx tx, UUID dead, List<Orphan> seen, String reason) {
    return tx.sql()
        .fetch(
            """
            UPDATE agent_session s
            SET hub_epoch = hub.epoch,
                epoch = s.epoch + 1,
                incarnation = NULL,
                ended_at = clock_timestamp(),
                availability = 'offline',
                availability_since = CASE WHEN s.availability = 'offline'
                  THEN s.availability_since ELSE clock_timestamp() END,
                availability_reason = ?
            FROM unnest(?::int[], ?::bigint[], ?::bigint[]) AS seen (subcloud_id, hub_epoch, epoch),
                 hub
            WHERE s.subcloud_id = seen.subcloud_id
              AND s.hub_epoch = seen.hub_epoch AND s.epoch = seen.epoch
              AND s.incarnation = ?
            RETURNING s.subcloud_id, s.hub_epoch, s.epoch
            """,
            reason,
            seen.stream().map(orphan -> orphan.id.value()).toArray(Long[]::new),
            seen.stream().map(Orphan::hubEpoch).toArray(Long[]::new),
            seen.stream().map(Orphan::epoch).toArray(Long[]::new),
            dead)
        .map(row -> new LiveEntry.OfSite(id(row), epoch(row), Availability.offline(reason)));
  }

  /** Nobody knows the state of a site that nobody hears. */
  List<LiveEntry> makeUnknown(Tx tx, List<LiveEntry> claimed, String reason) {
    return tx
        .sql()
        .fetch(
            """
            UPDATE subcloud_status t
            SET since = CASE WHEN t.sync_status = 'unknown' THEN t.since
                  ELSE clock_timestamp() END,
                sync_status = 'unknown',
                reason = ?,
                hub_epoch = c.hub_epoch,
                session_epoch = c.epoch
            FROM unnest(?::int[], ?::bigint[], ?::bigint[]) AS c (subcloud_id, hub_epoch, epoch)
            WHERE t.subcloud_id = c.subcloud_id
              AND (t.hub_epoch, t.session_epoch) < (c.hub_epoch, c.epoch)
            RETURNING t.subcloud_id, t.endpoint_type, t.hub_epoch, t.session_epoch AS epoch,
                      t.generation, t.wanted_revision, t.held_revision,
                      (extract(epoch FROM clock_timestamp() - t.confirmed_at) * 1000)::bigint AS age_ms
            """,
            reason,
            claimed.stream().map(entry -> entry.id().value()).toArray(Long[]::new),
            claimed.stream().map(entry -> entry.epoch().hubEpoch()).toArray(Long[]::new),
            claimed.stream().map(entry -> entry.epoch().number()).toArray(Long[]::new))
        .stream()
        .flatMap(row -> unknown(row, reason))
        .toList();
  }

  /** Rows of nodes that are long gone and that no session names. */
  void forgetNodes(Tx tx, Duration goneFor) {
    tx.sql()
        .execute(
            """
            DELETE FROM node n
            WHERE n.lease_until < clock_timestamp() - ? * interval '1 millisecond'
              AND NOT EXISTS (SELECT 1 FROM agent_session s WHERE s.incarnation = n.incarnation)
            """,
            goneFor.toMillis());
  }

  private static Stream<LiveEntry> unknown(Record row, String reason) {
    var age = row.get("age_ms", Long.class);
    return Kind.fromWireName(row.get("endpoint_type", String.class)).stream()
        .map(kind ->
            new LiveEntry.OfKind(
                id(row),
                epoch(row),
                row.get("generation", Long.class),
                kind,
                new KindStatus(
                    SyncStatus.UNKNOWN,
                    new Revision(row.get("wanted_revision", Long.class)),
                    new Revision(row.get("held_revision", Long.class)),
                    reason),
                age == null
                    ? null
                    : new LiveEntry.Confirmation(Duration.ofMillis(Math.max(0, age)), true)));
  }

  private static SubcloudId id(Record row) {
    return new SubcloudId(row.get("subcloud_id", Long.class));
  }

  private static SessionEpoch epoch(Record row) {
    return new SessionEpoch(row.get("hub_epoch", Long.class), row.get("epoch", Long.class));
  }

  /** A session as it was when its node was first seen dead. */
  record Orphan(SubcloudId id, long hubEpoch, long epoch) {}
}

package io.murmuration.central.operation.row;

import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.operation.OperationId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jooq.Record;

/**
 * What a session reads of {@code operation}, in bulk. A session's row is locked before those of its
 * operations, and each of both in the order of ids.
 */
public final class SessionRowsRepository {
  private static final String WAITING =
      """
      SELECT DISTINCT subcloud_id FROM operation
       WHERE NOT closed AND state <> 'unknown' AND (state = 'created' OR cancel_asked)
      """;

  private static final String OPEN =
      "SELECT DISTINCT subcloud_id FROM operation WHERE subcloud_id = ANY (?) AND NOT closed";

  private static final String LOCK_SESSIONS =
      """
      SELECT a.subcloud_id
        FROM agent_session a
        JOIN unnest(?, ?, ?) AS u(subcloud_id, hub_epoch, epoch)
          ON u.subcloud_id = a.subcloud_id AND u.hub_epoch = a.hub_epoch AND u.epoch = a.epoch
       ORDER BY a.subcloud_id FOR SHARE OF a
      """;

  /**
   * At most so many of a subcloud as may be under way; those that are come first, then those that
   * wait, the oldest first. Of a subcloud that is looked at as a whole, the unknown ones too.
   */
  private static final String LOCK_OPEN =
      OperationRepository.COLUMNS
          + """
                 , o.arguments, o.sealed_arguments, s.hold IS NOT NULL
                      OR EXISTS (SELECT FROM hub WHERE hub.hold IS NOT NULL)
                      OR EXISTS (SELECT FROM conflict c
                                  WHERE c.subcloud_id = s.id AND c.revision IS NULL) AS held
            FROM operation o
            JOIN unnest(?, ?) AS u(subcloud_id, whole) ON u.subcloud_id = o.subcloud_id
            JOIN subcloud s ON s.id = o.subcloud_id
           WHERE NOT o.closed
             AND (u.whole OR o.state = 'created' OR o.cancel_asked)
             AND (o.state = 'unknown' OR o.id IN (
                  SELECT r.id
                    FROM (SELECT w.id, row_number() OVER (
                                   PARTITION BY w.subcloud_id ORDER BY w.state = 'created', w.serial)
                                   AS place
                            FROM operation w
                           WHERE w.subcloud_id = ANY (?) AND NOT w.closed AND w.state <> 'unknown') r
                   WHERE r.place <= ?))
           ORDER BY o.id FOR UPDATE OF o
          """;

  /** Of a closed one anybody may ask whether it is stored. */
  private static final String LOCK_REPORTED =
      OperationRepository.COLUMNS
          + """
            FROM operation o
            JOIN unnest(?, ?, ?, ?) AS u(id, subcloud_id, hub_epoch, session)
              ON u.id = o.id AND u.subcloud_id = o.subcloud_id
           WHERE o.closed OR (o.offered_hub_epoch, o.offered_session) = (u.hub_epoch, u.session)
           ORDER BY o.id FOR UPDATE OF o
          """;

  private final ArgumentSeal seal;

  public SessionRowsRepository(ArgumentSeal seal) {
    this.seal = seal;
  }

  /** A session, by what its row says. */
  public record SessionKey(SubcloudId subcloud, SessionEpoch epoch) {}

  /** What a session reported about. */
  public record ReportKey(OperationId id, SessionKey session) {}

  /** Subclouds whose sessions have something to send. */
  public Set<SubcloudId> waiting(Tx tx) {
    return new HashSet<>(
        tx.sql().resultQuery(WAITING).fetch(row -> new SubcloudId(row.get(0, Long.class))));
  }

  /** Those of the subclouds that have an operation which is not closed. */
  public Set<SubcloudId> open(Tx tx, Collection<SubcloudId> subclouds) {
    var ids = OperationRepository.numbers(List.copyOf(subclouds), id -> id);
    return new HashSet<>(
        tx.sql()
            .resultQuery(OPEN, (Object) ids)
            .fetch(row -> new SubcloudId(row.get(0, Long.class))));
  }

  /** Those that are the newest of their subclouds, and stay so until the transaction ends. */
  public Set<SubcloudId> lockSessions(Tx tx, List<SessionKey> sessions) {
    return new HashSet<>(
        tx.sql()
            .resultQuery(
                LOCK_SESSIONS,
                OperationRepository.numbers(sessions, SessionKey::subcloud),
                OperationRepository.longs(sessions, session -> session.epoch().hubEpoch()),
                OperationRepository.longs(sessions, session -> session.epoch().number()))
            .fetch(row -> new SubcloudId(row.get(0, Long.class))));
  }

  /**
   * What these may have to send, with its arguments.
   *
   * @param whole those of which everything that is open is looked at
   * @param most of one subcloud
   */
  public List<OperationRow> lockOpen(
      Tx tx, List<SubcloudId> subclouds, Collection<SubcloudId> whole, int most) {
    var ids = OperationRepository.numbers(subclouds, id -> id);
    return tx.sql()
        .resultQuery(
            LOCK_OPEN,
            ids,
            subclouds.stream().map(whole::contains).toArray(Boolean[]::new),
            ids,
            most)
        .fetch(row -> held(row, OperationRepository.row(row, arguments(row))));
  }

  /** Those that their session may report about. */
  public List<OperationRow> lockReported(Tx tx, List<ReportKey> reports) {
    return tx.sql()
        .resultQuery(
            LOCK_REPORTED,
            OperationRepository.uuids(reports, ReportKey::id),
            OperationRepository.numbers(reports, report -> report.session().subcloud()),
            OperationRepository.longs(reports, report -> report.session().epoch().hubEpoch()),
            OperationRepository.longs(reports, report -> report.session().epoch().number()))
        .fetch(row -> OperationRepository.row(row, Payload.of("")));
  }

  private Payload arguments(Record row) {
    var plain = row.get("arguments", byte[].class);
    return Payload.of(plain == null ? seal.open(row.get("sealed_arguments", byte[].class)) : plain);
  }

  private static OperationRow held(Record from, OperationRow row) {
    return new OperationRow(
        row.subcloud(),
        row.operation(),
        row.secret(),
        row.startWithin(),
        row.session(),
        from.get("held", Boolean.class),
        row.result(),
        row.settles());
  }
}

package io.murmuration.central.gateway.claim;

import io.murmuration.central.cluster.SubcloudView;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.Lineage;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.status.Availability;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.Record;

/** Session rows, in bulk: a fixed number of statements whatever the size of a batch. */
public final class ClaimRepository {
  private static final String ENSURE =
      """
      INSERT INTO agent_session (subcloud_id)
      SELECT id FROM subcloud WHERE id = ANY (?) ORDER BY id
      ON CONFLICT (subcloud_id) DO NOTHING
      """;

  private static final String LOCK =
      """
      SELECT subcloud_id, enrolment_id, journal_id, dial, availability = 'online'
        FROM agent_session WHERE subcloud_id = ANY (?) ORDER BY subcloud_id FOR UPDATE
      """;

  /**
   * After the lock, in a statement (and so a snapshot) of its own: sees what the lock waited for.
   */
  private static final String FACTS =
      """
      SELECT u.subcloud_id, s.name, s.group_id, s.generation, s.management_state = 'managed', s.hold,
             e.id, c.enrolment_id, c.revoked_at IS NOT NULL, h.seq, h.epoch, h.lineage, s.id,
             c.not_after <= clock_timestamp(), s.deploy_status,
             COALESCE(s.first_identity_sync_complete, false),
             ARRAY(SELECT concat_ws(' ', k.kind, k.held_epoch, k.held_revision,
                            CASE WHEN k.revision IS NOT NULL THEN 'OVERRIDDEN'
                                 WHEN k.action = 'adopt' THEN 'ADOPTING' ELSE 'OPEN' END,
                            k.held_lineage)
                   FROM conflict k WHERE k.subcloud_id = s.id),
             (SELECT o.started_at FROM hub_epoch o
               WHERE o.epoch = h.epoch AND h.epoch > (SELECT min(epoch) FROM hub_epoch)),
             e.created_at,
             EXISTS (SELECT FROM enrolment x WHERE x.id = u.enrolment)
        FROM unnest(?, ?, ?) AS u(subcloud_id, serial, enrolment)
        CROSS JOIN hub h
        LEFT JOIN subcloud s ON s.id = u.subcloud_id
        LEFT JOIN enrolment e ON e.subcloud_id = u.subcloud_id AND e.state = 'active'
        LEFT JOIN agent_certificate c ON c.serial = u.serial AND c.subcloud_id = u.subcloud_id
      """;

  private static final String CLAIM =
      """
      UPDATE agent_session a
         SET hub_epoch = h.epoch, epoch = a.epoch + 1, incarnation = ?, enrolment_id = u.enrolment,
             serial = u.serial, journal_id = u.journal, dial = u.dial,
             agent_version = u.agent_version, connected_at = clock_timestamp(), ended_at = NULL,
             availability_since = CASE WHEN a.availability = u.availability
                                       THEN a.availability_since ELSE clock_timestamp() END,
             availability = u.availability, availability_reason = u.reason
        FROM unnest(?, ?, ?, ?, ?, ?, ?, ?)
               AS u(subcloud_id, enrolment, serial, journal, dial, agent_version, availability, reason)
        CROSS JOIN hub h
       WHERE a.subcloud_id = u.subcloud_id
      RETURNING a.subcloud_id, a.hub_epoch, a.epoch
      """;

  private static final String STAMP =
      """
      UPDATE subcloud_status s SET hub_epoch = u.hub_epoch, session_epoch = u.epoch
        FROM unnest(?, ?, ?) AS u(subcloud_id, hub_epoch, epoch)
       WHERE s.subcloud_id = u.subcloud_id
      """;

  private static final String EPOCHS =
      """
      SELECT subcloud_id, hub_epoch, epoch FROM agent_session
       WHERE subcloud_id = ANY (?) AND epoch > 0 AND hub_epoch > 0
      """;

  private static final String END =
      """
      UPDATE agent_session SET ended_at = clock_timestamp()
       WHERE incarnation = ? AND ended_at IS NULL
      """;

  /** One claim's facts, and what goes into an accepted one. */
  record Looked(
      ClaimRules.Facts facts,
      Optional<SubcloudView> subcloud,
      Revision seq,
      Lineage hub,
      boolean identitySynced) {}

  /** A claim, and what the site is from it on. */
  record Accepted(ClaimRequest request, Availability availability) {
    SubcloudId id() {
      return request.id();
    }
  }

  /** Locks the session rows of the requests, each of another subcloud. Three statements. */
  Map<SubcloudId, Looked> look(Tx tx, List<ClaimRequest> requests) {
    var ids = ids(requests, ClaimRequest::id);
    tx.sql().execute(ENSURE, (Object) ids);
    var sessions = new HashMap<SubcloudId, ClaimRules.Session>();
    for (var row : tx.sql().resultQuery(LOCK, (Object) ids).fetch()) {
      sessions.put(
          id(row),
          new ClaimRules.Session(
              row.get(1, UUID.class),
              row.get(2, UUID.class),
              row.get(3, Long.class),
              row.get(4, Boolean.class)));
    }
    var looked = new HashMap<SubcloudId, Looked>();
    var serials = texts(requests, request -> request.identity().serial());
    var enrolments = uuids(requests, request -> request.identity().enrolment());
    for (var row : tx.sql().resultQuery(FACTS, ids, serials, enrolments).fetch()) {
      looked.put(id(row), looked(row, sessions));
    }
    return looked;
  }

  private static Looked looked(Record row, Map<SubcloudId, ClaimRules.Session> sessions) {
    var id = id(row);
    boolean exists = row.get(12) != null;
    var session = sessions.getOrDefault(id, new ClaimRules.Session(null, null, 0, false));
    return new Looked(
        new ClaimRules.Facts(
            exists,
            row.get(6, UUID.class),
            row.get(7, UUID.class),
            row.get(8, Boolean.class),
            Boolean.TRUE.equals(row.get(13, Boolean.class)),
            session,
            new ClaimRules.LostTime(
                row.get(17, Instant.class),
                row.get(18, Instant.class),
                row.get(19, Boolean.class))),
        exists
            ? Optional.of(
                new SubcloudView(
                    id,
                    row.get(1, String.class),
                    row.get(2, Long.class),
                    row.get(3, Long.class),
                    row.get(4, Boolean.class),
                    row.get(5, String.class),
                    row.get(14, String.class),
                    SubcloudView.Conflict.parse(row.get(16, String[].class))))
            : Optional.empty(),
        new Revision(row.get(9, Long.class)),
        new Lineage(row.get(10, Long.class), row.get(11, UUID.class).toString()),
        row.get(15, Boolean.class));
  }

  /** Writes the accepted ones and stamps their status rows. Two statements. */
  Map<SubcloudId, SessionEpoch> claim(Tx tx, UUID incarnation, List<Accepted> accepted) {
    var epochs = new HashMap<SubcloudId, SessionEpoch>();
    var rows =
        tx.sql()
            .resultQuery(
                CLAIM,
                incarnation,
                ids(accepted, Accepted::id),
                uuids(accepted, claim -> claim.request().identity().enrolment()),
                texts(accepted, claim -> claim.request().identity().serial()),
                uuids(accepted, claim -> claim.request().journal()),
                accepted.stream().map(claim -> claim.request().dial()).toArray(Long[]::new),
                texts(accepted, claim -> claim.request().agentVersion()),
                texts(accepted, claim -> claim.availability().wireName()),
                texts(accepted, claim -> claim.availability().reason()))
            .fetch();
    rows.forEach(row -> epochs.put(id(row), epoch(row)));
    tx.sql()
        .execute(
            STAMP,
            rows.stream().map(row -> row.get(0, Integer.class)).toArray(Integer[]::new),
            rows.stream().map(row -> row.get(1, Long.class)).toArray(Long[]::new),
            rows.stream().map(row -> row.get(2, Long.class)).toArray(Long[]::new));
    return epochs;
  }

  /** The newest session of each. One statement. */
  public Map<SubcloudId, SessionEpoch> epochs(Tx tx, Collection<SubcloudId> ids) {
    var epochs = new HashMap<SubcloudId, SessionEpoch>();
    tx.sql()
        .resultQuery(EPOCHS, (Object) ids(List.copyOf(ids), id -> id))
        .fetch()
        .forEach(row -> epochs.put(id(row), epoch(row)));
    return epochs;
  }

  /** The node stops in good order. One statement. */
  public int end(Tx tx, UUID incarnation) {
    return tx.sql().execute(END, incarnation);
  }

  private static SubcloudId id(Record row) {
    return new SubcloudId(row.get(0, Long.class));
  }

  private static SessionEpoch epoch(Record row) {
    return new SessionEpoch(row.get(1, Long.class), row.get(2, Long.class));
  }

  private static <T> Integer[] ids(List<T> rows, Function<T, SubcloudId> id) {
    return rows.stream().map(row -> Math.toIntExact(id.apply(row).value())).toArray(Integer[]::new);
  }

  private static <T> String[] texts(List<T> rows, Function<T, String> text) {
    return rows.stream().map(text).toArray(String[]::new);
  }

  private static <T> UUID[] uuids(List<T> rows, Function<T, UUID> uuid) {
    return rows.stream().map(uuid).toArray(UUID[]::new);
  }
}

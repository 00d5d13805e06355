package io.murmuration.central.recovery.conflict;

import io.murmuration.central.recovery.conflict.Resolution.Action;
import io.murmuration.central.recovery.conflict.Resolution.Outcome;
import io.murmuration.central.recovery.conflict.Resolution.Row;
import io.murmuration.central.recovery.conflict.Resolution.View;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Lineage;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SubcloudId;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Orders about conflicts and their outcomes, in bulk. Thread-safe. */
final class ResolutionRepository {
  /** Refused is who is not seen by a stream of the present hub epoch. */
  private static final String LOCK =
      """
      SELECT c.subcloud_id, s.name, c.kind, c.action, c.revision,
             CASE WHEN a.availability IS DISTINCT FROM 'online' OR a.ended_at IS NOT NULL
                    OR a.hub_epoch <> h.epoch
                  THEN coalesce(nullif(a.availability_reason, ''), 'no agent is connected') END
        FROM conflict c
        JOIN subcloud s ON s.id = c.subcloud_id
        CROSS JOIN hub h
        LEFT JOIN agent_session a ON a.subcloud_id = c.subcloud_id
       WHERE (?::int IS NULL OR s.group_id = ?) AND (?::int IS NULL OR s.id = ?)
         AND (?::text IS NULL OR c.kind = ?)
       ORDER BY c.subcloud_id, c.kind FOR UPDATE OF c
      """;

  private static final String OUTCOMES =
      """
      INSERT INTO conflict_outcome (resolution_id, subcloud_id, subcloud_name, state, details, revision)
      SELECT ?, u.* FROM unnest(?::int[], ?::text[], ?::text[], ?::text[], ?::bigint[])
                           AS u(subcloud_id, name, state, details, revision)
      """;

  private static final String SUPERSEDE =
      """
      UPDATE conflict_outcome o
         SET state = 'failed', details = 'ordered anew', updated_at = clock_timestamp()
        FROM conflict c JOIN unnest(?::int[], ?::text[]) AS u(subcloud_id, kind)
          ON u.subcloud_id = c.subcloud_id AND u.kind = c.kind
       WHERE o.resolution_id = c.resolution_id AND o.subcloud_id = c.subcloud_id
         AND o.state IN ('open', 'sent')
      """;

  private static final String DECIDE =
      """
      UPDATE conflict c
         SET resolution_id = ?, action = ?, revision = coalesce(c.revision, u.revision)
        FROM unnest(?::int[], ?::text[], ?::bigint[]) AS u(subcloud_id, kind, revision)
       WHERE u.subcloud_id = c.subcloud_id AND u.kind = c.kind
      """;

  private static final String HEADS =
      """
      INSERT INTO desired_head (scope_type, scope_id, kind, revision)
      SELECT 'subcloud', u.subcloud_id, u.kind, u.revision
        FROM unnest(?::int[], ?::text[], ?::bigint[]) AS u(subcloud_id, kind, revision)
       WHERE u.revision IS NOT NULL
       ORDER BY u.subcloud_id, u.kind
      ON CONFLICT (scope_type, scope_id, kind) DO UPDATE SET revision = excluded.revision
      """;

  /** A conflict that is decided. Revision null: it waits for what the site holds. */
  record Decided(SubcloudId id, Kind kind, @Nullable Revision revision) {}

  /** What is to be taken over. */
  record Pending(Kind kind, Lineage lineage, Revision held, UUID resolution) {}

  /** Why nothing may be resolved now; null if it may. */
  @Nullable String hold(Tx tx) {
    return tx.sql().fetchSingle("SELECT hold FROM hub").get(0, String.class);
  }

  /** Rows that an order may mean; they stay as they are until the transaction ends. */
  List<Row> lock(Tx tx, @Nullable Integer group, @Nullable Integer subcloud, @Nullable Kind kind) {
    var wire = kind == null ? null : kind.wireName();
    return tx.sql().fetch(LOCK, group, group, subcloud, subcloud, wire, wire).stream()
        .flatMap(ResolutionRepository::row)
        .toList();
  }

  private static Stream<Row> row(Record row) {
    Long revision = row.get(4, Long.class);
    return Kind.fromWireName(row.get(2, String.class))
        .map(kind ->
            new Row(
                new SubcloudId(row.get(0, Long.class)),
                row.get(1, String.class),
                kind,
                Action.fromWireName(row.get(3, String.class)).orElse(null),
                revision == null ? null : new Revision(revision),
                row.get(5, String.class)))
        .stream();
  }

  void insert(Tx tx, UUID id, Action action, String by, String requestId) {
    tx.sql()
        .execute(
            "INSERT INTO conflict_resolution (id, action, asked_by, request_id) VALUES (?, ?, ?, ?)",
            id,
            action.wireName(),
            by,
            requestId);
  }

  void insert(Tx tx, UUID id, List<Outcome> outcomes) {
    tx.sql()
        .execute(
            OUTCOMES,
            id,
            ConflictRepository.integers(outcomes, Outcome::id),
            outcomes.stream().map(Outcome::name).toArray(String[]::new),
            outcomes.stream().map(Outcome::state).toArray(String[]::new),
            outcomes.stream().map(Outcome::details).toArray(String[]::new),
            outcomes.stream().map(one -> number(one.revision())).toArray(Long[]::new));
  }

  /** Orders before this one end; heads move to the revisions that are given. Three statements. */
  void decide(Tx tx, UUID id, Action action, List<Decided> decided) {
    var ids = ConflictRepository.integers(decided, Decided::id);
    var kinds = decided.stream().map(one -> one.kind().wireName()).toArray(String[]::new);
    var revisions = decided.stream().map(one -> number(one.revision())).toArray(Long[]::new);
    tx.sql().execute(SUPERSEDE, ids, kinds);
    tx.sql().execute(DECIDE, id, action.wireName(), ids, kinds, revisions);
    tx.sql().execute(HEADS, ids, kinds, revisions);
  }

  private static @Nullable Long number(@Nullable Revision revision) {
    return revision == null ? null : revision.number();
  }

  /** The newest revision; the hub's row is locked by whoever appended a change. */
  Revision newest(Tx tx) {
    return new Revision(tx.sql().fetchSingle("SELECT seq FROM hub").get(0, Long.class));
  }

  /** What is to be taken over from a site; it stays so until the transaction ends. */
  List<Pending> lockAdopting(Tx tx, SubcloudId id) {
    return tx
        .sql()
        .fetch(
            """
            SELECT kind, held_epoch, held_lineage, held_revision, resolution_id FROM conflict
             WHERE subcloud_id = ? AND action = 'adopt' AND revision IS NULL
             ORDER BY kind FOR UPDATE
            """,
            id.value())
        .stream()
        .flatMap(row ->
            Kind.fromWireName(row.get(0, String.class))
                .map(kind ->
                    new Pending(
                        kind,
                        new Lineage(row.get(1, Long.class), row.get(2, String.class)),
                        new Revision(row.get(3, Long.class)),
                        row.get(4, UUID.class)))
                .stream())
        .toList();
  }

  /** It was taken over, and overrides what the site holds. */
  void adopted(Tx tx, SubcloudId id, Pending pending, Revision revision) {
    tx.sql()
        .execute(
            "UPDATE conflict SET revision = ? WHERE subcloud_id = ? AND kind = ?",
            revision.number(),
            id.value(),
            pending.kind().wireName());
    outcome(tx, pending.resolution(), id, "sent", "taken over", revision);
  }

  /** The order ends without success; somebody has to decide again. */
  void failed(Tx tx, SubcloudId id, Pending pending, String why) {
    tx.sql()
        .execute(
            """
            UPDATE conflict SET action = NULL, resolution_id = NULL
             WHERE subcloud_id = ? AND kind = ?
            """,
            id.value(),
            pending.kind().wireName());
    outcome(tx, pending.resolution(), id, "failed", why, null);
  }

  private static void outcome(
      Tx tx, UUID id, SubcloudId of, String state, String details, @Nullable Revision revision) {
    tx.sql()
        .execute(
            """
            UPDATE conflict_outcome
               SET state = ?, details = ?, revision = ?, updated_at = clock_timestamp()
             WHERE resolution_id = ? AND subcloud_id = ?
            """,
            state,
            details,
            number(revision),
            id,
            of.value());
  }

  /** Who ordered it, with which request. */
  record Asked(String by, String requestId) {}

  Asked asked(Tx tx, UUID id) {
    var row =
        tx.sql()
            .fetchSingle("SELECT asked_by, request_id FROM conflict_resolution WHERE id = ?", id);
    return new Asked(row.get(0, String.class), row.get(1, String.class));
  }

  Optional<View> view(Tx tx, UUID id) {
    return tx.sql()
        .fetchOptional(
            "SELECT action, asked_by, created_at FROM conflict_resolution WHERE id = ?", id)
        .map(row ->
            new View(
                id,
                Action.fromWireName(row.get(0, String.class)).orElseThrow(),
                row.get(1, String.class),
                row.get(2, OffsetDateTime.class),
                outcomes(tx, id)));
  }

  private static List<Outcome> outcomes(Tx tx, UUID id) {
    return tx.sql()
        .fetch(
            """
            SELECT subcloud_id, subcloud_name, state, details, revision, updated_at
              FROM conflict_outcome WHERE resolution_id = ? ORDER BY subcloud_id
            """,
            id)
        .map(row -> {
          Long revision = row.get(4, Long.class);
          return new Outcome(
              new SubcloudId(row.get(0, Long.class)),
              row.get(1, String.class),
              row.get(2, String.class),
              row.get(3, String.class),
              revision == null ? null : new Revision(revision),
              row.get(5, OffsetDateTime.class));
        });
  }
}

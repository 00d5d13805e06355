package io.murmuration.central.recovery;

import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Lineage;
import io.murmuration.sync.model.Revision;
import java.time.OffsetDateTime;
import java.util.List;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** The hub's row as far as it is about backups. Thread-safe. */
public final class RecoveryRepository {
  /** Copied or restored, a database gets another oid, or lies in a cluster of another name. */
  private static final String PRESENT =
      """
      (SELECT c.system_identifier || '/' || d.oid
         FROM pg_control_system() c, pg_database d WHERE d.datname = current_database())
      """;

  private static final String FACTS =
      "SELECT seq, epoch, lineage::text, database_identity, "
          + PRESENT
          + ", hold, held_since, held_at, lost_epoch, lost_seq FROM hub";

  /** An era of the hub. */
  record Begun(Lineage lineage, Revision first, OffsetDateTime at, String reason) {}

  HubFacts facts(Tx tx) {
    return facts(tx.sql().fetchSingle(FACTS));
  }

  /** Nobody else changes the row, or takes a revision, until the transaction ends. */
  HubFacts lock(Tx tx) {
    return facts(tx.sql().fetchSingle(FACTS + " FOR UPDATE"));
  }

  private static HubFacts facts(Record row) {
    Long heldAt = row.get(7, Long.class);
    return new HubFacts(
        new Revision(row.get(0, Long.class)),
        new Lineage(row.get(1, Long.class), row.get(2, String.class)),
        row.get(3, String.class),
        row.get(4, String.class),
        row.get(5, String.class),
        row.get(6, OffsetDateTime.class),
        heldAt == null ? null : new Revision(heldAt),
        row.get(8, Long.class),
        new Revision(row.get(9, Long.class)));
  }

  /** The rows are where they belong from now on. */
  void settle(Tx tx) {
    tx.sql().execute("UPDATE hub SET database_identity = " + PRESENT + " WHERE id = 1");
  }

  /**
   * Nothing is pushed and ordered from the commit on, by any node; false if that is so already, or
   * the hub was recovered since.
   *
   * @param epoch that the suspicion is about
   * @param why in words for an operator
   */
  public boolean hold(Tx tx, long epoch, String why) {
    return tx.sql()
            .execute(
                """
                UPDATE hub SET hold = ?, held_since = clock_timestamp(), held_at = seq
                 WHERE hold IS NULL AND epoch = ?
                """,
                why,
                epoch)
        == 1;
  }

  /**
   * Somebody remembers more than the database does.
   *
   * @param epoch of the hub when that was heard
   * @param lost the epoch that was told of
   */
  public void heard(Tx tx, long epoch, long lost, Revision revision) {
    tx.sql()
        .execute(
            """
            UPDATE hub SET lost_epoch = greatest(lost_epoch, ?), lost_seq = greatest(lost_seq, ?)
             WHERE epoch = ? AND (lost_epoch < ? OR lost_seq < ?)
            """,
            lost,
            revision.number(),
            epoch,
            lost,
            revision.number());
  }

  /** The highest revision that a site in conflict holds. */
  Revision highestHeld(Tx tx) {
    return new Revision(
        tx.sql()
            .fetchSingle("SELECT coalesce(max(held_revision), 0) FROM conflict")
            .get(0, Long.class));
  }

  /** The lowest revision at which a node that lives now joined. */
  @Nullable Revision joined(Tx tx) {
    Long seq =
        tx.sql()
            .fetchSingle(
                "SELECT min(joined_at_seq) FROM node WHERE lease_until > clock_timestamp()")
            .get(0, Long.class);
    return seq == null ? null : new Revision(seq);
  }

  /** The new epoch begins; nothing is held any more. */
  void begin(Tx tx, RecoveryRules.Plan plan, Lineage lineage, String reason) {
    tx.sql()
        .execute(
            """
            INSERT INTO hub_epoch (epoch, lineage, first_revision, reason) VALUES (?, ?::uuid, ?, ?)
            """,
            plan.epoch(),
            lineage.name(),
            plan.first().number(),
            reason);
    tx.sql()
        .execute(
            """
            UPDATE hub SET epoch = ?, lineage = ?::uuid, seq = ?, hold = NULL, held_since = NULL,
                           held_at = NULL, lost_epoch = 0, lost_seq = 0, database_identity =
            """
                + PRESENT
                + " WHERE id = 1",
            plan.epoch(),
            lineage.name(),
            plan.sequence().number());
  }

  /** Kinds of which anything was ever wanted. */
  List<Kind> kinds(Tx tx) {
    return tx.sql().fetch("SELECT DISTINCT kind FROM desired_head").stream()
        .flatMap(row -> Kind.fromWireName(row.get(0, String.class)).stream())
        .toList();
  }

  /** All sites shall follow this revision, which says what was wanted before it. */
  void moveHeads(Tx tx, Revision revision, List<Kind> kinds) {
    tx.sql()
        .execute(
            """
            INSERT INTO desired_head (scope_type, scope_id, kind, revision)
            SELECT 'fleet', 0, k, ? FROM unnest(?::text[]) AS k
            ON CONFLICT (scope_type, scope_id, kind) DO UPDATE SET revision = excluded.revision
            """,
            revision.number(),
            kinds.stream().map(Kind::wireName).toArray(String[]::new));
  }

  /** Which of them were used since the backup nobody knows. */
  int withdrawOpenTokens(Tx tx) {
    return tx.sql()
        .execute(
            """
            UPDATE enrolment_token SET expires_at = clock_timestamp()
             WHERE used_at IS NULL AND expires_at > clock_timestamp()
            """);
  }

  /** Newest first. */
  List<Begun> eras(Tx tx) {
    return tx.sql()
        .fetch(
            """
            SELECT epoch, lineage::text, first_revision, started_at, reason
              FROM hub_epoch ORDER BY epoch DESC
            """)
        .map(row ->
            new Begun(
                new Lineage(row.get(0, Long.class), row.get(1, String.class)),
                new Revision(row.get(2, Long.class)),
                row.get(3, OffsetDateTime.class),
                row.get(4, String.class)));
  }

  /**
   * Subclouds in conflict.
   *
   * @param undecided those about which nobody has decided
   */
  record Counts(int all, int undecided) {}

  Counts conflicts(Tx tx) {
    var row =
        tx.sql()
            .fetchSingle(
                """
                SELECT count(DISTINCT subcloud_id),
                       count(DISTINCT subcloud_id) FILTER (WHERE action IS NULL) FROM conflict
                """);
    return new Counts(row.get(0, Integer.class), row.get(1, Integer.class));
  }
}

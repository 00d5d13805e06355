package io.murmuration.central.desired;

import io.murmuration.central.store.ContentDigest;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.resource.Scope;
import java.time.OffsetDateTime;
import java.util.List;
import org.jooq.Record;

/** SQL of {@code source_hold}: snapshots that wait for an operator. Stateless. */
final class SourceHoldRepository {
  private static final int SAMPLE = 20;

  /** Another set of deletions than the one that was shown is not confirmed, and waits anew. */
  private static final String ASK =
      """
      INSERT INTO source_hold AS h (source, kind, scope_type, scope_id, digest, deletions, known,
                                    sample)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?::text[])
      ON CONFLICT (source, kind, scope_type, scope_id) DO UPDATE
      SET digest = excluded.digest, deletions = excluded.deletions, known = excluded.known,
          sample = excluded.sample, since = clock_timestamp(),
          confirmed_by = NULL, confirmed_at = NULL
      WHERE h.digest <> excluded.digest
      """;

  private static final String CONFIRMED =
      """
      SELECT FROM source_hold
      WHERE source = ? AND kind = ? AND scope_type = ? AND scope_id = ? AND digest = ?
        AND confirmed_at IS NOT NULL
      """;

  private static final String FORGET =
      "DELETE FROM source_hold WHERE source = ? AND kind = ? AND scope_type = ? AND scope_id = ?";

  private static final String SELECT =
      """
      SELECT source, kind, scope_type, scope_id, digest, deletions, known, sample, since,
             confirmed_by, confirmed_at
      FROM source_hold
      """;

  /** By source. */
  List<SourceHold> all(Tx tx) {
    return tx.sql()
        .fetch(SELECT + "ORDER BY source, kind, scope_type, scope_id")
        .map(SourceHoldRepository::hold);
  }

  List<SourceHold> of(Tx tx, String source) {
    return tx.sql()
        .fetch(SELECT + "WHERE source = ? ORDER BY kind, scope_type, scope_id", source)
        .map(SourceHoldRepository::hold);
  }

  private static SourceHold hold(Record row) {
    return new SourceHold(
        row.get("source", String.class),
        row.get("kind", String.class),
        Scope.of(row.get("scope_type", String.class), row.get("scope_id", Long.class)),
        row.get("digest", String.class),
        row.get("deletions", Integer.class),
        row.get("known", Integer.class),
        List.of(row.get("sample", String[].class)),
        row.get("since", OffsetDateTime.class),
        row.get("confirmed_by", String.class),
        row.get("confirmed_at", OffsetDateTime.class));
  }

  void confirm(Tx tx, SourceHold hold, String who) {
    tx.sql()
        .execute(
            """
            UPDATE source_hold SET confirmed_by = ?, confirmed_at = clock_timestamp()
            WHERE source = ? AND kind = ? AND scope_type = ? AND scope_id = ? AND digest = ?
            """,
            who,
            hold.source(),
            hold.kind(),
            hold.scope().type(),
            hold.scope().scopeId(),
            hold.digest());
  }

  /** Whether an operator agreed to these very deletions; if not, they are shown to them. */
  boolean isConfirmed(Tx tx, SourceSnapshot snapshot, List<ItemKey> deletions) {
    var scope = snapshot.scope();
    var keys = deletions.stream().map(ItemKey::toString).toList();
    var digest = ContentDigest.of(keys);
    tx.sql()
        .execute(
            ASK,
            snapshot.source(),
            snapshot.kind().wireName(),
            scope.type(),
            scope.scopeId(),
            digest,
            deletions.size(),
            snapshot.items().size() + deletions.size(),
            keys.stream().limit(SAMPLE).toArray(String[]::new));
    return !tx.sql()
        .fetch(
            CONFIRMED,
            snapshot.source(),
            snapshot.kind().wireName(),
            scope.type(),
            scope.scopeId(),
            digest)
        .isEmpty();
  }

  void forget(Tx tx, SourceSnapshot snapshot) {
    var scope = snapshot.scope();
    tx.sql()
        .execute(
            FORGET, snapshot.source(), snapshot.kind().wireName(), scope.type(), scope.scopeId());
  }
}

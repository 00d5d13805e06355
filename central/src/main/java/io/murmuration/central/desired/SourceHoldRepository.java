package io.murmuration.central.desired;

import io.murmuration.central.store.ContentDigest;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.ItemKey;
import java.util.List;

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
            FORGET,
            snapshot.source(),
            snapshot.kind().wireName(),
            scope.type(),
            scope.scopeId());
  }
}

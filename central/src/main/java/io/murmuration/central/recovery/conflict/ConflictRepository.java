package io.murmuration.central.recovery.conflict;

import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.SubcloudId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Rows of {@code conflict} as streams tell of them, in bulk. Thread-safe. */
final class ConflictRepository {
  /** Newer claims wait: who is the newest here stays it until the transaction ends. */
  private static final String NEWEST =
      """
      SELECT a.subcloud_id FROM agent_session a
        JOIN unnest(?::int[], ?::bigint[], ?::bigint[]) AS u(subcloud_id, hub_epoch, epoch)
          ON u.subcloud_id = a.subcloud_id AND u.hub_epoch = a.hub_epoch AND u.epoch = a.epoch
       ORDER BY a.subcloud_id FOR SHARE OF a
      """;

  private static final String OVERTAKEN =
      """
      UPDATE conflict_outcome o
         SET state = 'failed', details = 'the site holds something else by now; look again',
             updated_at = clock_timestamp()
        FROM conflict c
        JOIN unnest(?::int[], ?::text[], ?::bigint[], ?::text[], ?::bigint[])
               AS u(subcloud_id, kind, epoch, lineage, revision)
          ON u.subcloud_id = c.subcloud_id AND u.kind = c.kind
       WHERE o.resolution_id = c.resolution_id AND o.subcloud_id = c.subcloud_id
         AND (c.held_epoch, c.held_lineage, c.held_revision)
             IS DISTINCT FROM (u.epoch, u.lineage, u.revision)
      """;

  private static final String FOUND =
      """
      INSERT INTO conflict AS c (subcloud_id, kind, held_epoch, held_lineage, held_revision, known,
                                 hub_epoch, session_epoch)
      SELECT u.* FROM unnest(?::int[], ?::text[], ?::bigint[], ?::text[], ?::bigint[], ?::boolean[],
                             ?::bigint[], ?::bigint[])
               AS u(subcloud_id, kind, epoch, lineage, revision, known, hub_epoch, session_epoch)
       ORDER BY u.subcloud_id, u.kind
      ON CONFLICT (subcloud_id, kind) DO UPDATE
         SET held_epoch = excluded.held_epoch, held_lineage = excluded.held_lineage,
             held_revision = excluded.held_revision, known = excluded.known,
             since = clock_timestamp(), hub_epoch = excluded.hub_epoch,
             session_epoch = excluded.session_epoch, resolution_id = NULL, action = NULL,
             revision = NULL
       WHERE (c.held_epoch, c.held_lineage, c.held_revision)
             IS DISTINCT FROM (excluded.held_epoch, excluded.held_lineage, excluded.held_revision)
         AND (c.hub_epoch, c.session_epoch) <= (excluded.hub_epoch, excluded.session_epoch)
      RETURNING c.subcloud_id
      """;

  private static final String OVER =
      """
      WITH gone AS (
        DELETE FROM conflict c
         USING unnest(?::int[], ?::text[], ?::bigint[], ?::bigint[])
                 AS u(subcloud_id, kind, hub_epoch, session_epoch)
         WHERE c.subcloud_id = u.subcloud_id AND c.kind = u.kind
           AND (c.hub_epoch, c.session_epoch) <= (u.hub_epoch, u.session_epoch)
        RETURNING c.subcloud_id)
      SELECT DISTINCT subcloud_id FROM gone
      """;

  private static final String DONE =
      """
      UPDATE conflict_outcome o
         SET state = 'done', details = 'the site has what is wanted',
             updated_at = clock_timestamp()
       WHERE o.subcloud_id = ANY (?::int[]) AND o.state IN ('open', 'sent')
         AND NOT EXISTS (SELECT FROM conflict c
                          WHERE c.resolution_id = o.resolution_id AND c.subcloud_id = o.subcloud_id)
      """;

  /** Those whose stream is the newest of its subcloud. */
  Set<SubcloudId> newest(Tx tx, List<? extends Word> words) {
    return ids(tx, NEWEST, integers(words), hubEpochs(words), sessions(words));
  }

  /** Writes what begins; returns the subclouds that changed. */
  Set<SubcloudId> found(Tx tx, List<Word.Found> words) {
    if (words.isEmpty()) {
      return Set.of();
    }
    Object[] held = {
      integers(words),
      kinds(words),
      longs(words, word -> word.held().lineage().hubEpoch()),
      words.stream().map(word -> word.held().lineage().name()).toArray(String[]::new),
      longs(words, word -> word.held().held().number())
    };
    tx.sql().execute(OVERTAKEN, held);
    return ids(
        tx,
        FOUND,
        held[0],
        held[1],
        held[2],
        held[3],
        held[4],
        words.stream().map(word -> word.held().known()).toArray(Boolean[]::new),
        hubEpochs(words),
        sessions(words));
  }

  /** Clears what is over; returns the subclouds that changed. */
  Set<SubcloudId> over(Tx tx, List<Word.Over> words) {
    if (words.isEmpty()) {
      return Set.of();
    }
    var changed = ids(tx, OVER, integers(words), kinds(words), hubEpochs(words), sessions(words));
    if (!changed.isEmpty()) {
      tx.sql().execute(DONE, (Object) integers(changed, id -> id));
    }
    return changed;
  }

  /** Subclouds that told, in the present hub epoch, of a history that nobody had reported lost. */
  int unknown(Tx tx) {
    return tx.sql()
        .fetchSingle(
            """
            SELECT count(DISTINCT c.subcloud_id) FROM conflict c JOIN hub h ON h.epoch = c.hub_epoch
             WHERE NOT c.known
            """)
        .get(0, Integer.class);
  }

  private static Set<SubcloudId> ids(Tx tx, String sql, Object... parameters) {
    return new HashSet<>(
        tx.sql().resultQuery(sql, parameters).fetch(row -> new SubcloudId(row.get(0, Long.class))));
  }

  private static Integer[] integers(List<? extends Word> words) {
    return integers(words, word -> word.key().id());
  }

  static <T> Integer[] integers(Collection<T> rows, Function<T, SubcloudId> id) {
    return rows.stream().map(row -> Math.toIntExact(id.apply(row).value())).toArray(Integer[]::new);
  }

  private static String[] kinds(List<? extends Word> words) {
    return words.stream().map(word -> word.key().kind().wireName()).toArray(String[]::new);
  }

  private static Long[] hubEpochs(List<? extends Word> words) {
    return longs(words, word -> word.epoch().hubEpoch());
  }

  private static Long[] sessions(List<? extends Word> words) {
    return longs(words, word -> word.epoch().number());
  }

  private static <T> Long[] longs(List<T> rows, Function<T, Long> number) {
    return rows.stream().map(number).toArray(Long[]::new);
  }
}

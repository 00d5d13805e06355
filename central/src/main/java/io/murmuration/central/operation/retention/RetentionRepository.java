package io.murmuration.central.operation.retention;

import io.murmuration.schema.tx.Tx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** SQL about ended and open rows of {@code operation}. Stateless. */
final class RetentionRepository {
  /** What nobody was told of, nobody tells the end of. */
  private static final String REMOVE =
      """
      DELETE FROM operation WHERE id IN (
        SELECT o.id
          FROM operation o
          LEFT JOIN agent_session a ON a.subcloud_id = o.subcloud_id
         WHERE o.closed AND o.settled_at < clock_timestamp() - ? * interval '1 millisecond'
           AND (o.journal_id IS NULL OR a.incarnation IS NOT NULL OR a.connected_at > o.settled_at)
         ORDER BY o.settled_at LIMIT ? FOR UPDATE OF o SKIP LOCKED)
      """;

  private static final String OPEN =
      """
      SELECT state, count(*) AS n,
             (extract(epoch FROM clock_timestamp() - min(created_at)) * 1000)::bigint AS age_ms
        FROM operation WHERE NOT closed GROUP BY state
      """;

  /**
   * @param count how many there are
   * @param oldest age of the oldest
   */
  record Open(long count, Duration oldest) {}

  /** How many were removed, at most {@code most}; the oldest first. */
  int removeEnded(Tx tx, Duration keep, int most) {
    return tx.sql().execute(REMOVE, keep.toMillis(), most);
  }

  /** Those that have not ended, by state; one of unknown outcome counts. */
  Map<String, Open> open(Tx tx) {
    var open = new HashMap<String, Open>();
    tx.sql()
        .fetch(OPEN)
        .forEach(row ->
            open.put(
                row.get("state", String.class),
                new Open(
                    row.get("n", Long.class), Duration.ofMillis(row.get("age_ms", Long.class)))));
    return open;
  }
}

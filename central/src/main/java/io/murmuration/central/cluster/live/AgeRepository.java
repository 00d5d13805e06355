package io.murmuration.central.cluster.live;

import io.murmuration.central.cluster.LiveImage.Age;
import io.murmuration.schema.tx.Tx;
import java.util.Comparator;
import java.util.List;

/**
 * Writes down how old observations are. Ages live in memory; the rows learn of them when whoever
 * knows them goes. That a site was seen then is true whoever says it, so the newer one stays, and
 * no epoch is asked for.
 */
public final class AgeRepository {
  private static final String KEEP =
      """
      UPDATE subcloud_status s
         SET confirmed_at = u.seen
        FROM (SELECT id, kind, clock_timestamp() - age * interval '1 millisecond' AS seen
                FROM unnest(?::int[], ?::text[], ?::bigint[]) AS a(id, kind, age)) AS u
       WHERE s.subcloud_id = u.id AND s.endpoint_type = u.kind
         AND (s.confirmed_at IS NULL OR s.confirmed_at < u.seen)
      """;

  /** One statement. */
  public void keep(Tx tx, List<Age> ages) {
    var ordered =
        ages.stream()
            .sorted(
                Comparator.comparingLong((Age age) -> age.id().value()).thenComparing(Age::kind))
            .toList();
    tx.sql()
        .execute(
            KEEP,
            ordered.stream().map(age -> Math.toIntExact(age.id().value())).toArray(Integer[]::new),
            ordered.stream().map(age -> age.kind().wireName()).toArray(String[]::new),
            ordered.stream().map(age -> age.age().toMillis()).toArray(Long[]::new));
  }
}

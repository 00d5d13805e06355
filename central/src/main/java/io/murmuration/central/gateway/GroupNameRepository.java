package io.murmuration.central.gateway;

import io.murmuration.schema.tx.Tx;
import java.util.Optional;

/** Finds subcloud groups by what people call them. */
final class GroupNameRepository {
  private static final String FIND =
      "SELECT id FROM subcloud_group WHERE name = ? OR id::text = ? ORDER BY name <> ? LIMIT 1";

  /** By name, else by id. */
  Optional<Long> find(Tx tx, String ref) {
    return tx.sql()
        .resultQuery(FIND, ref, ref, ref)
        .fetchOptional()
        .map(row -> row.get(0, Long.class));
  }
}

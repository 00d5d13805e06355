package io.murmuration.central.gateway;

import static io.murmuration.schema.jooq.Tables.SUBCLOUD_GROUP;

import io.murmuration.central.api.ResourceRef;
import io.murmuration.schema.tx.Tx;
import java.util.Optional;

/** Finds subcloud groups by what people call them. */
final class GroupNameRepository {
  /** By id (digits only) or by name. */
  Optional<Long> find(Tx tx, String ref) {
    var byRef =
        switch (ResourceRef.of(ref)) {
          case ResourceRef.ById(var id) -> SUBCLOUD_GROUP.ID.eq(id);
          case ResourceRef.ByName(var name) -> SUBCLOUD_GROUP.NAME.eq(name);
        };
    return tx.sql()
        .select(SUBCLOUD_GROUP.ID)
        .from(SUBCLOUD_GROUP)
        .where(byRef)
        .fetchOptional()
        .map(row -> row.value1().longValue());
  }
}

package io.murmuration.agent.site.starlingx.identity.write;

import static io.murmuration.proto.keystone.IdentityReader.quoted;

import java.sql.SQLException;

/** Trusts, whose roles have no foreign key. */
final class Trusts {
  private Trusts() {}

  static void deleteOf(Tables tables, String column, String id) throws SQLException {
    if (tables.schema().has("trust_role")) {
      tables
          .sql()
          .update(
              "DELETE FROM trust_role r USING trust t WHERE r.trust_id = t.id AND t.%s = ?"
                  .formatted(quoted(column)),
              id);
    }
    tables.deleteWhere("trust", column, id);
  }
}

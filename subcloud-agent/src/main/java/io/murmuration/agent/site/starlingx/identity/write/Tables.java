package io.murmuration.agent.site.starlingx.identity.write;

import io.murmuration.proto.keystone.IdentityReader;
import io.murmuration.proto.keystone.KeystoneTables;
import java.sql.Connection;
import java.sql.SQLException;

/** What the writers of one transaction share. */
public record Tables(
    Sql sql,
    KeystoneTables schema,
    Rows rows,
    Names names,
    IdentityReader reader,
    Projection projection) {

  public static Tables of(Connection connection) throws SQLException {
    var schema = KeystoneTables.read(connection);
    var sql = new Sql(connection);
    return new Tables(
        sql,
        schema,
        new Rows(sql, schema),
        new Names(sql, schema),
        new IdentityReader(connection, schema),
        new Projection(schema));
  }

  /** Deletes the rows whose column is {@code id}; does nothing in a release without them. */
  void deleteWhere(String table, String column, String id) throws SQLException {
    if (schema.has(table, column)) {
      sql.update(
          "DELETE FROM %s WHERE %s = ?"
              .formatted(IdentityReader.quoted(table), IdentityReader.quoted(column)),
          id);
    }
  }
}

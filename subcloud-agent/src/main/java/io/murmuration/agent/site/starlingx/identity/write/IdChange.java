package io.murmuration.agent.site.starlingx.identity.write;

import static io.murmuration.proto.keystone.IdentityReader.quoted;

import io.murmuration.proto.keystone.KeystoneTables;
import java.sql.SQLException;
import java.util.ArrayList;

/**
 * Gives somebody another id, everywhere: a copy under the new id, then every reference, then the
 * old row goes. Nothing is deleted on the way that hangs on the old row, so passwords, memberships,
 * options and assignments survive, also those of a renamed domain's users, whether or not the
 * schema cascades.
 */
record IdChange(Sql sql, KeystoneTables tables) {

  void change(Named named, String from, String to) throws SQLException {
    copyRow(named.table(), from, to);
    for (var reference : named.references()) {
      if (!tables.has(reference.table(), reference.column())) {
        continue; // a release without it
      }
      if (reference.link()) {
        moveLinks(reference, from, to);
      } else {
        sql.update(
            "UPDATE %1$s SET %2$s = ? WHERE %2$s = ?"
                .formatted(quoted(reference.table()), quoted(reference.column())),
            to,
            from);
      }
    }
    sql.update("DELETE FROM %s WHERE id = ?".formatted(quoted(named.table())), from);
  }

  /** The copy is named by its id at first, because names are unique too. */
  private void copyRow(String table, String from, String to) throws SQLException {
    var columns = new ArrayList<String>();
    var values = new ArrayList<String>();
    int ids = 0;
    for (var column : tables.of(table).keySet()) {
      columns.add(quoted(column));
      boolean id = column.equals("id") || column.equals("name");
      values.add(id ? "?" : quoted(column));
      ids += id ? 1 : 0;
    }
    var statement =
        "INSERT INTO %1$s (%2$s) SELECT %3$s FROM %1$s WHERE id = ?"
            .formatted(quoted(table), String.join(", ", columns), String.join(", ", values));
    if (ids == 2) {
      sql.update(statement, to, to, from);
    } else {
      sql.update(statement, to, from);
    }
  }

  private void moveLinks(Reference reference, String from, String to) throws SQLException {
    var columns = new ArrayList<String>();
    var values = new ArrayList<String>();
    for (var column : tables.of(reference.table()).keySet()) {
      columns.add(quoted(column));
      values.add(column.equals(reference.column()) ? "?" : quoted(column));
    }
    sql.update(
        "INSERT INTO %1$s (%2$s) SELECT %3$s FROM %1$s WHERE %4$s = ? ON CONFLICT DO NOTHING"
            .formatted(
                quoted(reference.table()),
                String.join(", ", columns),
                String.join(", ", values),
                quoted(reference.column())),
        to,
        from);
    sql.update(
        "DELETE FROM %s WHERE %s = ?"
            .formatted(quoted(reference.table()), quoted(reference.column())),
        from);
  }
}

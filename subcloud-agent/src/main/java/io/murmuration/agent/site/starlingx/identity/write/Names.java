package io.murmuration.agent.site.starlingx.identity.write;

import static io.murmuration.proto.keystone.IdentityReader.quoted;

import io.murmuration.proto.keystone.KeystoneTables;
import io.murmuration.sync.agent.SiteResult;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Makes sure that an item's name belongs to its id before it is written. Bootstrap makes users,
 * projects and roles of the same names with other ids at each cloud; tokens carry ids.
 */
public record Names(Sql sql, KeystoneTables tables) {

  /**
   * If somebody else has the name:
   *
   * <ul>
   *   <li>who is to be deleted goes first, and nothing of theirs is inherited;
   *   <li>who comes too, under another name, is named by their id until their turn;
   *   <li>else they are the one who is meant, and get the id, with all that refers to them.
   * </ul>
   *
   * @param goneFirst deletes the holder of the name
   * @return a refusal if the site has both, the id and a holder of the name that is its own
   */
  Optional<SiteResult> claim(
      Named named,
      String type,
      String id,
      String domain,
      String name,
      Batch batch,
      TypeWriter goneFirst)
      throws SQLException {
    var holder = holder(named, domain, name);
    if (holder.isEmpty() || holder.get().equals(id)) {
      return Optional.empty();
    }
    var other = holder.get();
    if (batch.goes(type, other)) {
      var gone = goneFirst.delete(other, batch);
      return gone instanceof SiteResult.Applied ? Optional.empty() : Optional.of(gone);
    }
    if (batch.comes(type, other)) {
      sql.update(
          "UPDATE %s SET name = ? WHERE %s = ?"
              .formatted(quoted(named.nameTable()), quoted(named.nameKey())),
          other,
          other);
      return Optional.empty();
    }
    if (isThere(named, id)) {
      return Optional.of(
          new SiteResult.Refused(
              "%s: the site has a %s of its own with this name, id %s (expected: renamed or deleted there)"
                  .formatted(name, type, other)));
    }
    new IdChange(sql, tables).change(named, other, id);
    return Optional.empty();
  }

  boolean isThere(Named named, String id) throws SQLException {
    return sql.exists("SELECT FROM %s WHERE id = ?".formatted(quoted(named.table())), id);
  }

  boolean isDomain(String id) throws SQLException {
    return sql.exists("SELECT FROM project WHERE id = ? AND is_domain", id);
  }

  /** The name that an id has now. */
  Optional<String> nameOf(Named named, String id) throws SQLException {
    return sql.find(
        "SELECT name FROM %s WHERE %s = ?"
            .formatted(quoted(named.nameTable()), quoted(named.nameKey())),
        id);
  }

  private Optional<String> holder(Named named, String domain, String name) throws SQLException {
    return sql.find(
        "SELECT %s FROM %s WHERE domain_id = ? AND name = ?"
            .formatted(quoted(named.nameKey()), quoted(named.nameTable())),
        domain,
        name);
  }
}

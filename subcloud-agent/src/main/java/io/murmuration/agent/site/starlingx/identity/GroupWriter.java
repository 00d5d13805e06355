package io.murmuration.agent.site.starlingx.identity;

import io.murmuration.proto.keystone.IdentityType;
import io.murmuration.sync.agent.SiteResult;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Groups, with their members. Members that are exempt, or come from LDAP or a federation, are the
 * site's own business.
 */
record GroupWriter(Tables tables) implements TypeWriter {
  private static final String TYPE = IdentityType.GROUP.wireName();
  private static final String MEMBERS = "user_group_membership";

  @Override
  public SiteResult upsert(String id, Value value, Batch batch) throws SQLException {
    var group = value.row("group");
    var name = Value.text(group, "name");
    var domain = Value.text(group, "domain_id");
    if (!Value.text(group, "id").equals(id) || name.isEmpty() || domain.isEmpty()) {
      return TypeWriter.invalid("group with id " + id + ", name and domain_id");
    }
    if (!tables.names().isDomain(domain)) {
      return TypeWriter.waitsFor("domain", domain);
    }
    var no = tables.names().claim(Named.GROUP, TYPE, id, domain, name, batch, this);
    if (no.isPresent()) {
      return no.get();
    }
    tables.rows().put("group", group, "id", id);
    return value.has(MEMBERS)
        ? putMembers(id, value)
            .<SiteResult>map(u -> TypeWriter.waitsFor("user", u))
            .orElse(SiteResult.APPLIED)
        : SiteResult.APPLIED;
  }

  /** Returns a member who is not at the site; the others are in. */
  private Optional<String> putMembers(String id, Value value) throws SQLException {
    var wanted = new TreeSet<String>();
    for (var row : value.rows(MEMBERS)) {
      wanted.add(Value.text(row, "user_id"));
    }
    var now = new TreeSet<String>();
    var found = tables.reader().read(IdentityType.GROUP, List.of(id)).get(id);
    if (found != null) {
      for (var row : new Value(found).rows(MEMBERS)) {
        now.add(Value.text(row, "user_id"));
      }
    }
    for (var member : now) {
      if (!wanted.contains(member)) {
        tables
            .sql()
            .update(
                "DELETE FROM user_group_membership WHERE group_id = ? AND user_id = ?", id, member);
      }
    }
    var present = tables.sql().all("SELECT id FROM \"user\" WHERE id = ANY (?)", wanted);
    for (var member : present) {
      tables
          .sql()
          .update(
              "INSERT INTO user_group_membership (group_id, user_id) VALUES (?, ?) ON CONFLICT DO"
                  + " NOTHING",
              id,
              member);
    }
    wanted.removeAll(present);
    return wanted.stream().findFirst();
  }

  @Override
  public SiteResult delete(String id, Batch batch) throws SQLException {
    tables.deleteWhere("assignment", "actor_id", id);
    tables.deleteWhere("system_assignment", "actor_id", id);
    tables.deleteWhere(MEMBERS, "group_id", id);
    tables.deleteWhere("expiring_user_group_membership", "group_id", id);
    tables.deleteWhere("group", "id", id);
    return SiteResult.APPLIED;
  }
}

package io.murmuration.agent.site.starlingx.identity;

import io.murmuration.proto.keystone.Exempt;
import io.murmuration.proto.keystone.IdentityType;
import io.murmuration.sync.agent.SiteResult;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Users of the site's own Keystone (rows of {@code local_user}), with their password rows as they
 * are hashed at the centre.
 */
record UserWriter(Tables tables) implements TypeWriter {
  private static final String TYPE = IdentityType.USER.wireName();

  @Override
  public SiteResult upsert(String id, Value value, Batch batch) throws SQLException {
    var user = value.row("user");
    var local = value.row("local_user");
    var name = Value.text(local, "name");
    var domain = Value.text(local, "domain_id");
    if (!Value.text(user, "id").equals(id) || name.isEmpty() || domain.isEmpty()) {
      return TypeWriter.invalid("user with id " + id + ", local_user with name and domain_id");
    }
    var now = tables.names().nameOf(Named.USER, id);
    if (isExempt(name) || (now.isPresent() && isExempt(now.get()))) {
      return new SiteResult.Refused(
          "%s: a user that each site has for itself (expected: another name)".formatted(name));
    }
    if (!tables.names().isDomain(domain)) {
      return TypeWriter.waitsFor("domain", domain);
    }
    var no = tables.names().claim(Named.USER, TYPE, id, domain, name, batch, this);
    if (no.isPresent()) {
      return no.get();
    }
    if (tables.names().isThere(Named.USER, id)) {
      tables.rows().update("user", user, "id", id);
    } else {
      // Else Keystone counts the days of inactivity from the creation at the centre.
      user.put("last_active_at", "today");
      tables.rows().insert("user", user);
    }
    tables.rows().put("local_user", local, "user_id", id);
    putPasswords(id, value);
    putOptions(id, value);
    return SiteResult.APPLIED;
  }

  private boolean isExempt(String name) throws SQLException {
    return Exempt.USERS.contains(name)
        || tables.sql().exists("SELECT FROM region WHERE 'cinder' || id = ?", name);
  }

  private void putPasswords(String id, Value value) throws SQLException {
    var wanted = value.rows("password");
    if (!value.has("password") || isThere(id, "password", wanted)) {
      return;
    }
    var local = tables.sql().find("SELECT id FROM local_user WHERE user_id = ?", id).orElseThrow();
    tables.sql().update("DELETE FROM password WHERE local_user_id = CAST(? AS integer)", local);
    for (var row : wanted) {
      row.put("local_user_id", local);
      tables.rows().insert("password", row);
    }
  }

  private void putOptions(String id, Value value) throws SQLException {
    var wanted = value.rows("user_option");
    if (!value.has("user_option")
        || !tables.schema().has("user_option")
        || isThere(id, "user_option", wanted)) {
      return;
    }
    tables.deleteWhere("user_option", "user_id", id);
    for (var row : wanted) {
      row.put("user_id", id);
      tables.rows().insert("user_option", row);
    }
  }

  private boolean isThere(String id, String table, List<SortedMap<String, @Nullable Object>> wanted)
      throws SQLException {
    var found = tables.reader().read(IdentityType.USER, List.of(id)).get(id);
    return found != null
        && tables
            .projection()
            .agree(IdentityType.USER.part(table), wanted, new Value(found).rows(table));
  }

  /** As Keystone does: with credentials, trusts and assignments. */
  @Override
  public SiteResult delete(String id, Batch batch) throws SQLException {
    var now = tables.names().nameOf(Named.USER, id);
    if (now.isEmpty() || isExempt(now.get())) {
      return SiteResult.APPLIED;
    }
    Trusts.deleteOf(tables, "trustor_user_id", id);
    Trusts.deleteOf(tables, "trustee_user_id", id);
    tables.deleteWhere("application_credential", "user_id", id);
    tables.deleteWhere("access_rule", "user_id", id);
    tables.deleteWhere("credential", "user_id", id);
    tables.deleteWhere("assignment", "actor_id", id);
    tables.deleteWhere("system_assignment", "actor_id", id);
    tables.deleteWhere("user_group_membership", "user_id", id);
    tables.deleteWhere("expiring_user_group_membership", "user_id", id);
    tables.deleteWhere("user", "id", id);
    return SiteResult.APPLIED;
  }
}

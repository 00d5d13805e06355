package io.murmuration.agent.site.starlingx.identity;

import io.murmuration.proto.keystone.Exempt;
import io.murmuration.proto.keystone.IdentityType;
import io.murmuration.sync.agent.SiteResult;
import java.sql.SQLException;

/** Roles, of all domains or of one. */
record RoleWriter(Tables tables) implements TypeWriter {
  private static final String TYPE = IdentityType.ROLE.wireName();

  /** What stands for the domain of a role of all domains. */
  private static final String NO_DOMAIN = "<<null>>";

  @Override
  public SiteResult upsert(String id, Value value, Batch batch) throws SQLException {
    var role = value.row("role");
    var name = Value.text(role, "name");
    var domain = Value.text(role, "domain_id");
    if (!Value.text(role, "id").equals(id) || name.isEmpty() || domain.isEmpty()) {
      return TypeWriter.invalid("role with id " + id + ", name and domain_id");
    }
    var now = tables.names().nameOf(Named.ROLE, id);
    if (Exempt.ROLES.contains(name) || (now.isPresent() && Exempt.ROLES.contains(now.get()))) {
      return new SiteResult.Refused(
          "%s: a role that each site has for itself (expected: another name)".formatted(name));
    }
    if (!domain.equals(NO_DOMAIN) && !tables.names().isDomain(domain)) {
      return TypeWriter.waitsFor("domain", domain);
    }
    var no = tables.names().claim(Named.ROLE, TYPE, id, domain, name, batch, this);
    if (no.isPresent()) {
      return no.get();
    }
    tables.rows().put("role", role, "id", id);
    return SiteResult.APPLIED;
  }

  @Override
  public SiteResult delete(String id, Batch batch) throws SQLException {
    var now = tables.names().nameOf(Named.ROLE, id);
    if (now.isEmpty() || Exempt.ROLES.contains(now.get())) {
      return SiteResult.APPLIED;
    }
    tables.deleteWhere("assignment", "role_id", id);
    tables.deleteWhere("system_assignment", "role_id", id);
    tables.deleteWhere("trust_role", "role_id", id);
    tables.deleteWhere("application_credential_role", "role_id", id);
    tables.deleteWhere("role", "id", id); // what it implies goes with it
    return SiteResult.APPLIED;
  }
}

package io.murmuration.agent.site.starlingx.identity.write;

import static io.murmuration.proto.keystone.IdentityReader.quoted;

import io.murmuration.proto.keystone.IdentityType;
import io.murmuration.sync.agent.SiteResult;
import java.sql.SQLException;
import java.util.List;

/** Projects and domains: a domain is a project below the root. */
record ProjectWriter(Tables tables) implements TypeWriter {
  private static final String TYPE = IdentityType.PROJECT.wireName();

  @Override
  public SiteResult upsert(String id, Value value, Batch batch) throws SQLException {
    var project = value.row("project");
    var name = Value.text(project, "name");
    var domain = Value.text(project, "domain_id");
    var parent = Value.text(project, "parent_id");
    if (!Value.text(project, "id").equals(id) || name.isEmpty() || domain.isEmpty()) {
      return TypeWriter.invalid("project with id " + id + ", name and domain_id");
    }
    for (var needed : List.of(domain, parent)) {
      if (!needed.isEmpty() && !tables.names().isThere(Named.PROJECT, needed)) {
        return TypeWriter.waitsFor("domain or parent project", needed);
      }
    }
    var no = tables.names().claim(Named.PROJECT, TYPE, id, domain, name, batch, this);
    if (no.isPresent()) {
      return no.get();
    }
    tables.rows().put("project", project, "id", id);
    return SiteResult.APPLIED;
  }

  /** A domain or a project in which the site has something of its own stays. */
  @Override
  public SiteResult delete(String id, Batch batch) throws SQLException {
    var below =
        tables
            .sql()
            .all(
                "SELECT p.id FROM project p, (SELECT ?::text[] AS ids) x"
                    + " WHERE p.domain_id = ANY (x.ids) OR p.parent_id = ANY (x.ids)",
                List.of(id));
    for (var child : below) {
      if (batch.goes(TYPE, child)) {
        delete(child, batch);
      }
    }
    for (var own :
        List.of(
            new Reference("user", "domain_id", false),
            new Reference("group", "domain_id", false),
            new Reference("role", "domain_id", false),
            new Reference("project", "domain_id", false),
            new Reference("project", "parent_id", false))) {
      var left =
          tables
              .sql()
              .find(
                  "SELECT id FROM %s WHERE %s = ? LIMIT 1"
                      .formatted(quoted(own.table()), quoted(own.column())),
                  id);
      if (left.isPresent()) {
        return new SiteResult.Refused(
            "the site has a %s of its own in it, id %s (expected: deleted or moved there)"
                .formatted(own.table(), left.get()));
      }
    }
    Trusts.deleteOf(tables, "project_id", id);
    tables.deleteWhere("application_credential", "project_id", id);
    tables.deleteWhere("credential", "project_id", id);
    tables.deleteWhere("assignment", "target_id", id);
    tables.deleteWhere("project_endpoint", "project_id", id);
    tables.deleteWhere("project_endpoint_group", "project_id", id);
    tables.deleteWhere("limit", "project_id", id);
    tables.deleteWhere("limit", "domain_id", id);
    tables
        .sql()
        .update("UPDATE \"user\" SET default_project_id = NULL WHERE default_project_id = ?", id);
    tables.deleteWhere("project", "id", id);
    return SiteResult.APPLIED;
  }
}

package io.murmuration.agent.site.starlingx.identity;

import io.murmuration.proto.keystone.IdentityType;
import io.murmuration.sync.agent.SiteResult;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Roles of users and groups on projects. The table has no foreign keys, so what they refer to is
 * looked for here.
 */
final class AssignmentWriter extends RowSetWriter {
  private final Names names;

  AssignmentWriter(Tables tables) {
    super(tables, IdentityType.ASSIGNMENT);
    this.names = tables.names();
  }

  @Override
  Optional<SiteResult> obstacle(String name, List<SortedMap<String, @Nullable Object>> rows)
      throws SQLException {
    for (var row : rows) {
      var project = Value.text(row, "target_id");
      var actor = Value.text(row, "actor_id");
      var role = Value.text(row, "role_id");
      var type = Value.text(row, "type");
      boolean group = type.equals("GroupProject");
      if (!name.equals(project + "_" + actor + "_" + role)
          || (!group && !type.equals("UserProject"))) {
        return Optional.of(
            TypeWriter.invalid("rows of type UserProject or GroupProject that the item names"));
      }
      if (!names.isThere(Named.PROJECT, project)) {
        return Optional.of(TypeWriter.waitsFor("project", project));
      }
      if (!names.isThere(Named.ROLE, role)) {
        return Optional.of(TypeWriter.waitsFor("role", role));
      }
      if (!names.isThere(group ? Named.GROUP : Named.USER, actor)) {
        return Optional.of(TypeWriter.waitsFor(group ? "group" : "user", actor));
      }
    }
    return Optional.empty();
  }
}

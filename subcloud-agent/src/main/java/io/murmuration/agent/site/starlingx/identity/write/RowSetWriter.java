package io.murmuration.agent.site.starlingx.identity.write;

import io.murmuration.proto.keystone.IdentityType;
import io.murmuration.proto.keystone.Part;
import io.murmuration.sync.agent.SiteResult;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** An item that is a set of rows of one table without an id of its own. */
abstract class RowSetWriter implements TypeWriter {
  private final Tables tables;
  private final IdentityType type;
  private final Part part;

  RowSetWriter(Tables tables, IdentityType type) {
    this.tables = tables;
    this.type = type;
    this.part = type.parts().getFirst();
  }

  /** Why these rows cannot be written now, or never. */
  abstract Optional<SiteResult> obstacle(
      String name, List<SortedMap<String, @Nullable Object>> rows) throws SQLException;

  @Override
  public SiteResult upsert(String name, Value value, Batch batch) throws SQLException {
    var wanted = value.rows(part.table());
    if (wanted.isEmpty()) {
      return TypeWriter.invalid(part.table() + " with at least one row");
    }
    var no = obstacle(name, wanted);
    if (no.isPresent()) {
      return no.get();
    }
    var surplus = now(name);
    var missing = new ArrayList<SortedMap<String, @Nullable Object>>();
    for (var row : new LinkedHashSet<SortedMap<String, @Nullable Object>>(wanted)) {
      if (!surplus.removeIf(is -> tables.projection().agree(part, List.of(row), List.of(is)))) {
        missing.add(row);
      }
    }
    for (var row : surplus) {
      tables.rows().delete(part.table(), row);
    }
    for (var row : missing) {
      tables.rows().insert(part.table(), row);
    }
    return SiteResult.APPLIED;
  }

  @Override
  public SiteResult delete(String name, Batch batch) throws SQLException {
    for (var row : now(name)) {
      tables.rows().delete(part.table(), row);
    }
    return SiteResult.APPLIED;
  }

  private List<SortedMap<String, @Nullable Object>> now(String name) throws SQLException {
    var found = tables.reader().read(type, List.of(name)).get(name);
    return found == null ? new ArrayList<>() : new ArrayList<>(new Value(found).rows(part.table()));
  }
}

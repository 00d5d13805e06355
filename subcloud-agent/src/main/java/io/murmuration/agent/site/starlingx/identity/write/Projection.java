package io.murmuration.agent.site.starlingx.identity.write;

import io.murmuration.proto.keystone.Column;
import io.murmuration.proto.keystone.IdentityReader;
import io.murmuration.proto.keystone.IdentityType;
import io.murmuration.proto.keystone.KeystoneTables;
import io.murmuration.proto.keystone.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Values of a centre and a site whose Keystones are of different releases: compared by what both
 * can say.
 */
public record Projection(KeystoneTables tables) {

  /** Whether this site's tables have a place for all of a value, and none that it leaves out. */
  public boolean fits(IdentityType type, Value value) {
    for (var part : type.parts()) {
      if (tables.has(part.table()) != value.has(part.table())) {
        return false;
      }
      for (var row : rows(part, value)) {
        if (!row.keySet().equals(localColumns(part))) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether what is at the site is the same, as far as both can say it. */
  public boolean agree(IdentityType type, Value wanted, Value local) {
    for (var part : type.parts()) {
      if (wanted.has(part.table())
          && local.has(part.table())
          && !agree(part, rows(part, wanted), rows(part, local))) {
        return false;
      }
    }
    return true;
  }

  public boolean agree(
      Part part,
      List<SortedMap<String, @Nullable Object>> wanted,
      List<SortedMap<String, @Nullable Object>> local) {
    if (wanted.size() != local.size()) {
      return false;
    }
    if (wanted.isEmpty()) {
      return true;
    }
    var both = new TreeSet<>(wanted.getFirst().keySet());
    both.retainAll(localColumns(part));
    return restricted(wanted, both).equals(restricted(local, both));
  }

  private Set<String> localColumns(Part part) {
    var columns = new TreeSet<String>();
    for (Column column : part.columns()) {
      if (tables.has(part.table(), column.name())) {
        columns.add(column.name());
      }
    }
    return columns;
  }

  private static List<SortedMap<String, @Nullable Object>> rows(Part part, Value value) {
    return part.many() ? value.rows(part.table()) : List.of(value.row(part.table()));
  }

  private static List<SortedMap<String, @Nullable Object>> restricted(
      List<SortedMap<String, @Nullable Object>> rows, Set<String> columns) {
    var restricted = new ArrayList<SortedMap<String, @Nullable Object>>();
    for (Map<String, @Nullable Object> row : rows) {
      var kept = new TreeMap<>(row);
      kept.keySet().retainAll(columns);
      restricted.add(kept);
    }
    return IdentityReader.sorted(restricted);
  }
}

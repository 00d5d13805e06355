package io.murmuration.agent.site.starlingx.identity.write;

import io.murmuration.proto.canonical.CanonicalJson;
import io.murmuration.proto.canonical.InvalidJsonException;
import io.murmuration.sync.model.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An item's value: by table one row or a list of rows. A table or a column may be absent, because
 * the centre's release does not have it; that is not the same as empty.
 */
public record Value(Map<String, @Nullable Object> tables) {

  /** Without any table if the payload is no object. */
  public static Value of(Payload payload) {
    try {
      return new Value(CanonicalJson.parseObject(payload.bytes()));
    } catch (InvalidJsonException _) {
      return new Value(Map.of());
    }
  }

  public Payload payload() throws InvalidJsonException {
    return Payload.of(CanonicalJson.print(tables));
  }

  public boolean has(String table) {
    return tables.get(table) != null;
  }

  /** Without columns if there is none. */
  public SortedMap<String, @Nullable Object> row(String table) {
    return row(tables.get(table));
  }

  public List<SortedMap<String, @Nullable Object>> rows(String table) {
    var rows = new ArrayList<SortedMap<String, @Nullable Object>>();
    if (tables.get(table) instanceof List<?> list) {
      list.forEach(element -> rows.add(row(element)));
    }
    return rows;
  }

  private static SortedMap<String, @Nullable Object> row(@Nullable Object value) {
    var row = new TreeMap<String, @Nullable Object>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((column, content) -> row.put(String.valueOf(column), content));
    }
    return row;
  }

  /** A column's text; empty if it is absent, NULL or no text. */
  public static String text(Map<String, @Nullable Object> row, String column) {
    return row.get(column) instanceof String text ? text : "";
  }

  /** The tables only: the contents may be secret. */
  @Override
  public String toString() {
    return tables.keySet().toString();
  }
}

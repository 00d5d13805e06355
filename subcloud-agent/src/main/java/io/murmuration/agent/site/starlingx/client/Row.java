package io.murmuration.agent.site.starlingx.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.murmuration.proto.canonical.CanonicalJson;
import io.murmuration.proto.canonical.InvalidJsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An object in JSON whose fields may be missing, null or of another type than expected: services of
 * several releases answer. Immutable.
 */
public record Row(Map<String, @Nullable Object> fields) {
  public static final Row EMPTY = new Row(Map.of());

  /** Where {@link #parse} puts a list that stands alone. */
  public static final String LIST = "[]";

  /** Bounds what is parsed; each service's client bounds what it reads, to less. */
  static final int LONGEST = 32 << 20;

  /**
   * An object, or a list that stands alone, which becomes field {@link #LIST}. Without fields if
   * the JSON is neither.
   */
  public static Row parse(String json) throws InvalidJsonException {
    var value = CanonicalJson.parse(json.getBytes(UTF_8), LONGEST);
    return value instanceof List<?> list ? from(Map.of(LIST, list)) : from(value);
  }

  /** A row from maps, lists, texts, integers and truths. */
  public static Row of(Map<String, ?> fields) {
    return from(fields);
  }

  public boolean has(String field) {
    return fields.get(field) != null;
  }

  /** Numbers and truths as they are written; empty if missing, null, or an object or a list. */
  public String text(String field) {
    var value = fields.get(field);
    return value instanceof String || value instanceof Long || value instanceof Boolean
        ? value.toString()
        : "";
  }

  /** Also of a number that is written as text. */
  public Optional<Long> whole(String field) {
    try {
      return Optional.of(Long.valueOf(text(field).strip()));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  /** Also of a truth that is written as text, in any case. */
  public boolean truth(String field) {
    return text(field).strip().equalsIgnoreCase("true");
  }

  /** The texts of a list; what is no text is left out. */
  public List<String> texts(String field) {
    var texts = new ArrayList<String>();
    for (var element : list(field)) {
      if (element instanceof String text) {
        texts.add(text);
      }
    }
    return List.copyOf(texts);
  }

  /** The objects of a list; what is no object is left out. */
  public List<Row> rows(String field) {
    var rows = new ArrayList<Row>();
    for (var element : list(field)) {
      if (element instanceof Map<?, ?>) {
        rows.add(from(element));
      }
    }
    return List.copyOf(rows);
  }

  /** The object of a field; without fields if there is none. */
  public Row row(String field) {
    return from(fields.get(field));
  }

  private List<?> list(String field) {
    return fields.get(field) instanceof List<?> list ? list : List.of();
  }

  private static Row from(@Nullable Object map) {
    var fields = new TreeMap<String, @Nullable Object>();
    if (map instanceof Map<?, ?> entries) {
      entries.forEach((key, value) -> fields.put(String.valueOf(key), value));
    }
    return new Row(fields);
  }

  /** The names only: a value may be secret. */
  @Override
  public String toString() {
    return fields.keySet().toString();
  }
}

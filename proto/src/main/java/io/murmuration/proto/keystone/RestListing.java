package io.murmuration.proto.keystone;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What dcdbsync and Keystone answered: objects by list. A list that was not asked for is empty. */
public record RestListing(Map<RestList, List<Map<String, @Nullable Object>>> lists) {
  /** Spelled out: a compact constructor's class file forgets what may be null. */
  public RestListing(Map<RestList, List<Map<String, @Nullable Object>>> lists) {
    var copy = new EnumMap<RestList, List<Map<String, @Nullable Object>>>(RestList.class);
    lists.forEach((list, objects) -> copy.put(list, List.copyOf(objects)));
    this.lists = copy;
  }

  public List<Map<String, @Nullable Object>> of(RestList list) {
    return lists.getOrDefault(list, List.of());
  }

  /**
   * The objects of an answer.
   *
   * @param json as it was parsed
   * @return empty if it is not that list, or not all of it
   */
  public static Optional<List<Map<String, @Nullable Object>>> objects(
      RestList list, @Nullable Object json) {
    var found = json;
    if (!list.field().isEmpty()) {
      if (!(json instanceof Map<?, ?> answer) || Boolean.TRUE.equals(answer.get("truncated"))) {
        return Optional.empty();
      }
      found = answer.get(list.field());
    }
    if (!(found instanceof List<?> elements)) {
      return Optional.empty();
    }
    var objects = new ArrayList<Map<String, @Nullable Object>>();
    for (var element : elements) {
      objects.add(object(element));
    }
    return Optional.of(objects);
  }

  /** Without fields if it is no object. */
  public static Map<String, @Nullable Object> object(@Nullable Object json) {
    var object = new TreeMap<String, @Nullable Object>();
    if (json instanceof Map<?, ?> map) {
      map.forEach((name, value) -> object.put(String.valueOf(name), value));
    }
    return object;
  }

  /** A field's text; empty if it is absent, null or no text. */
  public static String text(Map<String, ?> object, String field) {
    return object.get(field) instanceof String text ? text : "";
  }

  /** How many objects, not what they say: there are secrets among them. */
  @Override
  public String toString() {
    var counts = new EnumMap<RestList, Integer>(RestList.class);
    lists.forEach((list, objects) -> counts.put(list, objects.size()));
    return counts.toString();
  }
}

package io.murmuration.central.desired.type;

import io.murmuration.sync.model.Kind;
import java.util.Map;
import java.util.Optional;

/** A resource type. Stateless. */
public interface ItemType {
  /** In REST and in the protocol. */
  String name();

  Kind kind();

  /** The only name an item of this type may have, or empty if there may be many. */
  Optional<String> onlyName();

  /** The name that an item of this canonical value must have, if the value decides it. */
  default Optional<String> nameOf(Map<String, Object> canonical) {
    return Optional.empty();
  }

  /**
   * Checks the value and gives its canonical tree (maps, lists, texts, Longs, Booleans). Mistakes
   * go to {@code fields}; the result then counts for nothing.
   */
  Map<String, Object> canonical(FieldReader fields);

  /** A valid value, for error texts and help. */
  String example();
}

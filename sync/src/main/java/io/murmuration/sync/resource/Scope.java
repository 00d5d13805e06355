package io.murmuration.sync.resource;

/** Where an item is declared. The nearer scope wins per item: fleet &lt; group &lt; subcloud. */
public sealed interface Scope {
  record Fleet() implements Scope {}

  record Group(long id) implements Scope {}

  record Subcloud(long id) implements Scope {}

  Scope FLEET = new Fleet();

  /** The name in REST and in the database. */
  default String type() {
    return switch (this) {
      case Fleet _ -> "fleet";
      case Group _ -> "group";
      case Subcloud _ -> "subcloud";
    };
  }

  /** Row id; 0 for the fleet. */
  default long scopeId() {
    return switch (this) {
      case Fleet _ -> 0;
      case Group(var id) -> id;
      case Subcloud(var id) -> id;
    };
  }

  /**
   * @throws IllegalArgumentException if {@code type} is no scope
   */
  static Scope of(String type, long id) {
    return switch (type) {
      case "fleet" -> FLEET;
      case "group" -> new Group(id);
      case "subcloud" -> new Subcloud(id);
      default ->
          throw new IllegalArgumentException(
              "scope: " + type + " (expected: fleet, group or subcloud)");
    };
  }
}

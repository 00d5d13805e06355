package io.murmuration.sync.resource;

/** Where an item is declared. The nearer scope wins per item: fleet &lt; group &lt; subcloud. */
public sealed interface Scope {
  record Fleet() implements Scope {
    @Override
    public String type() {
      return "fleet";
    }

    @Override
    public long scopeId() {
      return 0;
    }
  }

  record Group(long id) implements Scope {
    @Override
    public String type() {
      return "group";
    }

    @Override
    public long scopeId() {
      return id;
    }
  }

  record Subcloud(long id) implements Scope {
    @Override
    public String type() {
      return "subcloud";
    }

    @Override
    public long scopeId() {
      return id;
    }
  }

  Scope FLEET = new Fleet();

  /** The name in REST and in the database. */
  String type();

  /** Row id; 0 for the fleet. */
  long scopeId();

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

package io.murmuration.sync.model;

/**
 * Identity of an item within a kind.
 *
 * @param type resource type, for example {@code dns}
 * @param name name within the type, for example {@code default}
 */
public record ItemKey(String type, String name) implements Comparable<ItemKey> {
  public ItemKey {
    if (type.isEmpty() || name.isEmpty()) {
      throw new IllegalArgumentException(
          "item key: " + type + "/" + name + " (expected: both parts not empty)");
    }
  }

  /** By type, then by name: the order of digests. */
  @Override
  public int compareTo(ItemKey other) {
    int byType = type.compareTo(other.type);
    return byType != 0 ? byType : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return type + "/" + name;
  }
}

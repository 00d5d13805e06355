package io.murmuration.sync.resource;

/** What a scope says about an item. */
public enum Presence {
  /** The item shall be at the site with this value. */
  PRESENT,
  /** The item shall not be at the site: hides what farther scopes say. */
  ABSENT,
  /** This scope has no opinion any more: what farther scopes say is uncovered. */
  REMOVED;

  public String wireName() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException if {@code name} is none of them
   */
  public static Presence fromWireName(String name) {
    return valueOf(name.toUpperCase(java.util.Locale.ROOT));
  }
}

package io.murmuration.central.api;

/**
 * How a path or form names a resource: by id if it consists of digits only, else by exact name.
 * There is no fall-back from one to the other (contract, conventions).
 */
public sealed interface ResourceRef {
  /** An id; ids that cannot exist are allowed, no row has them. */
  record ById(int id) implements ResourceRef {
    @Override
    public String toString() {
      return String.valueOf(id);
    }
  }

  record ByName(String name) implements ResourceRef {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Ids start at 1. */
  ResourceRef NONE = new ById(0);

  /** Characters of a name's column. */
  int LONGEST_NAME = 255;

  static ResourceRef of(String text) {
    if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      try {
        return new ById(Integer.parseInt(text));
      } catch (NumberFormatException _) {
        return NONE; // more than any id: the contract wants "not found", not a complaint
      }
    }
    return named(text);
  }

  /**
   * By name, digits or not. Nothing can be called what the database cannot store; asking for it
   * would be an error.
   */
  static ResourceRef named(String text) {
    return StorableText.fits(text, LONGEST_NAME) ? new ByName(text) : NONE;
  }
}

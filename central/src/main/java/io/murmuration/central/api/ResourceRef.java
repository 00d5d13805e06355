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

  static ResourceRef of(String text) {
    if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      try {
        return new ById(Integer.parseInt(text));
      } catch (NumberFormatException _) {
        return NONE; // more than any id: the contract wants "not found", not a complaint
      }
    }
    // PostgreSQL has no NUL in texts, so nothing can be called so; asking for it would be an error.
    return text.indexOf('\0') >= 0 ? NONE : new ByName(text);
  }
}

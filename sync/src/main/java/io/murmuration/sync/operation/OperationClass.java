package io.murmuration.sync.operation;

import java.util.Locale;

/** What a type of operation may do to its site. */
public enum OperationClass {
  /** Looks, and changes nothing. */
  READ,
  /** Brings something to the site that changes nothing by being there. */
  DOWNLOAD,
  /** Changes the site: one at a time per subcloud. */
  MUTATE;

  /** As in the database and in REST. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}

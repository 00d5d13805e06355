package io.murmuration.sync.drift;

import java.util.Locale;
import java.util.Optional;

/** What an agent does about drift: a value that the site had taken and has no longer. */
public enum DriftMode {
  /** Writes the declared value again; so it is where nothing is said. */
  ENFORCE,
  /** Leaves the site as it is and tells the hub. A newly declared value is written all the same. */
  REPORT;

  /** As in REST and in the database. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<DriftMode> fromWireName(String name) {
    for (var mode : values()) {
      if (mode.wireName().equals(name)) {
        return Optional.of(mode);
      }
    }
    return Optional.empty();
  }
}

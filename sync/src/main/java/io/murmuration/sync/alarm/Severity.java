package io.murmuration.sync.alarm;

import java.util.Locale;
import java.util.Optional;

/** How bad an alarm is; the worst first. */
public enum Severity {
  CRITICAL,
  MAJOR,
  MINOR,
  WARNING;

  /** As the fault manager and the protocol spell it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Severity> fromWireName(String name) {
    for (var severity : values()) {
      if (severity.wireName().equals(name)) {
        return Optional.of(severity);
      }
    }
    return Optional.empty();
  }
}

package io.murmuration.central;

import java.util.Objects;

/** Which build this is. */
final class Version {
  /** From the jar's manifest; {@code development} if we do not run from a jar. */
  static final String TEXT =
      Objects.requireNonNullElse(
          Version.class.getPackage().getImplementationVersion(), "development");

  private Version() {}
}

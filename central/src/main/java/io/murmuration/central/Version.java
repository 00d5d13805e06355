package io.murmuration.central;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Which build this is. */
final class Version {
  /** As in the pom; the build writes it into a resource. */
  static final String TEXT = read();

  private Version() {}

  private static String read() {
    try (var resource = Version.class.getResourceAsStream("/version.txt")) {
      if (resource == null) {
        throw new IllegalStateException("version.txt: missing (expected: put there by the build)");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read version.txt", e);
    }
  }
}

package io.murmuration.schema.postgres;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How to run an embedded server.
 *
 * @param directory its home, made if missing; the data stays there for ever
 * @param port to listen on at 127.0.0.1; 0: the one of last time, or any free one
 * @param settings of {@code postgresql.conf}, in force from the next start of the server
 */
public record EmbeddedPostgresOptions(
    Path directory, int port, PostgresBinaries binaries, Map<String, String> settings) {
  private static final int HIGHEST_PORT = 65_535;

  public EmbeddedPostgresOptions {
    directory = directory.toAbsolutePath().normalize();
    settings = Map.copyOf(settings);
    if (port < 0 || port > HIGHEST_PORT) {
      throw new IllegalArgumentException(
          "port: " + port + " (expected: 0 to " + HIGHEST_PORT + ")");
    }
    settings.forEach(EmbeddedPostgresOptions::requirePlain);
  }

  /** A durable server: commits are on disk when they are answered; any free port. */
  public static EmbeddedPostgresOptions in(Path directory) {
    return new EmbeddedPostgresOptions(
        directory,
        0,
        PostgresBinaries.configured(),
        Map.of(
            "fsync", "on",
            "synchronous_commit", "on",
            "full_page_writes", "on",
            "max_connections", "200",
            "shared_buffers", "128MB"));
  }

  /** A copy with a fixed port. */
  public EmbeddedPostgresOptions onPort(int fixed) {
    return new EmbeddedPostgresOptions(directory, fixed, binaries, settings);
  }

  /** A copy with other binaries. */
  public EmbeddedPostgresOptions with(PostgresBinaries other) {
    return new EmbeddedPostgresOptions(directory, port, other, settings);
  }

  /** A copy with one setting of {@code postgresql.conf} more, or another value for it. */
  public EmbeddedPostgresOptions with(String setting, String value) {
    var more = new LinkedHashMap<>(settings);
    more.put(setting, value);
    return new EmbeddedPostgresOptions(directory, port, binaries, more);
  }

  /** They pass through a shell on their way to the server. */
  private static void requirePlain(String setting, String value) {
    if (!setting.matches("[a-z_.]+") || !value.matches("[\\w ./:-]*")) {
      throw new IllegalArgumentException(
          "setting: " + setting + "=" + value + " (expected: letters, digits and . / : - _)");
    }
  }
}

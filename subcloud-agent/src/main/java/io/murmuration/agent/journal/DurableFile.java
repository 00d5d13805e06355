package io.murmuration.agent.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Replaces files so that after a crash either the old or the new content is there: write aside,
 * fsync, rename, fsync of the directory. Holds the directory open. Not thread-safe for one name;
 * different names may be written at once.
 */
public final class DurableFile implements AutoCloseable {
  private static final String ASIDE = ".new";
  private static final Set<StandardOpenOption> REPLACE =
      Set.of(
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE,
          StandardOpenOption.TRUNCATE_EXISTING);

  /** Wanted values are in clear in many of them. */
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Path directory;
  private final FileChannel handle;

  private DurableFile(Path directory, FileChannel handle) {
    this.directory = directory;
    this.handle = handle;
  }

  /**
   * Opens a directory for durable writes; makes it if it is not there (readable by its owner only).
   */
  public static DurableFile in(Path directory) throws IOException {
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    return new DurableFile(directory, FileChannel.open(directory, StandardOpenOption.READ));
  }

  /** Returns when the content survives a loss of power. Only the owner may read it. */
  public void write(String name, byte[] content) throws IOException {
    if (!handle.isOpen()) {
      throw new ClosedChannelException(); // whoever opened it next must not find older content
    }
    var aside = directory.resolve(name + ASIDE);
    try (var file =
        FileChannel.open(aside, REPLACE, PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
      var rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        file.write(rest);
      }
      file.force(true);
    }
    Files.move(
        aside,
        directory.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    handle.force(true);
  }

  public Path directory() {
    return directory;
  }

  /** True for what a crash may leave behind; such files mean nothing. */
  static boolean isAside(String name) {
    return name.endsWith(ASIDE);
  }

  @Override
  public void close() throws IOException {
    handle.close();
  }
}

package io.murmuration.agent;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** One process per data directory: two would take each other's dial numbers. */
final class DataLock implements AutoCloseable {
  private final FileChannel file;

  private DataLock(FileChannel file) {
    this.file = file;
  }

  /** Empty if another process has it. */
  static Optional<DataLock> take(Path dataDir) throws IOException {
    Files.createDirectories(dataDir);
    var file =
        FileChannel.open(
            dataDir.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = file.tryLock();
    if (lock == null) {
      file.close();
      return Optional.empty();
    }
    return Optional.of(new DataLock(file));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}

package io.murmuration.central.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that operators edit while we run: looked at with each use and read again when it has
 * changed. While it cannot be read it counts as empty, and nobody gets in. Thread-safe.
 */
public final class WatchedFile<T> {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedFile.class);

  private final String what;
  private final Path file;
  private final Function<String, T> reader;
  private final T nothing;
  private T content;
  private @Nullable Version version;
  private @Nullable String failure;

  private record Version(FileTime changed, long size, @Nullable Object inode) {}

  /**
   * @param what for the log, e.g. {@code token file}
   * @param reader of the text; logs what is wrong with it
   */
  public WatchedFile(String what, Path file, Function<String, T> reader, T nothing) {
    this.what = what;
    this.file = file;
    this.reader = reader;
    this.nothing = nothing;
    this.content = nothing;
  }

  public synchronized T content() {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      var now = new Version(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
      if (!now.equals(version)) {
        content = reader.apply(Files.readString(file));
        version = now;
        failure = null;
      }
    } catch (IOException e) {
      // said once per reason, not once per request; also if it never could be read
      if (!e.toString().equals(failure)) {
        failure = e.toString();
        LOG.error("{} {} cannot be read, nobody gets in: {}", what, file, failure);
      }
      version = null;
      content = nothing;
    }
    return content;
  }
}

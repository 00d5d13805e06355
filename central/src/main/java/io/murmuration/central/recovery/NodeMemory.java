package io.murmuration.central.recovery;

import io.murmuration.sync.model.Lineage;
import io.murmuration.sync.model.Revision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest that this node has seen of the hub, in a file beside the database: it must not be
 * restored together with it. One line, {@code epoch lineage revision}. Used by one thread at a
 * time.
 */
final class NodeMemory {
  static final String FILE = "hub.seen";

  private final Path file;
  private @Nullable Memory last;

  /**
   * @param directory the node's own; made if it is not there
   * @throws IllegalStateException if the file is there and cannot be understood
   * @throws UncheckedIOException if it cannot be read
   */
  NodeMemory(Path directory) {
    this.file = directory.resolve(FILE);
    this.last = read(file);
  }

  @Nullable Memory last() {
    return last;
  }

  /** Durable on return. Writes nothing if this is known already. */
  void remember(Memory newest) {
    if (newest.equals(last)) {
      return;
    }
    var lineage = newest.lineage();
    var line =
        "%d %s %d\n".formatted(lineage.hubEpoch(), lineage.name(), newest.revision().number());
    var aside = file.resolveSibling(FILE + ".new");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (var channel =
          FileChannel.open(
              aside,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        var bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
    last = newest;
  }

  private static @Nullable Memory read(Path file) {
    if (!Files.exists(file)) {
      return null;
    }
    List<String> words;
    try {
      words = List.of(Files.readString(file).strip().split(" ", -1));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
    try {
      return new Memory(
          new Lineage(Long.parseLong(words.get(0)), words.get(1)),
          new Revision(Long.parseLong(words.get(2))));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IllegalStateException(
          file
              + ": "
              + words.size()
              + " words (expected: epoch lineage revision); move it away if"
              + " this database is the one that the hub has always had",
          e);
    }
  }
}

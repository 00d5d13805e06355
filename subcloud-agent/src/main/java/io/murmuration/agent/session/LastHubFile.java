package io.murmuration.agent.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * {@link LastHub} as a file of one line. Written aside and renamed, but not forced to the disk: a
 * hint that a loss of power takes away costs one dial.
 */
public final class LastHubFile implements LastHub {
  private static final String NAME = "hub.last";
  private static final int LONGEST = 300;

  private final Path file;

  /**
   * @param directory the agent's own
   */
  public LastHubFile(Path directory) {
    this.file = directory.resolve(NAME);
  }

  @Override
  public Optional<String> read() {
    try {
      if (!Files.exists(file) || Files.size(file) > LONGEST) {
        return Optional.empty();
      }
      return Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty());
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  @Override
  public synchronized void write(String address) throws IOException {
    var aside = file.resolveSibling(NAME + ".new");
    Files.writeString(aside, address + "\n", StandardCharsets.UTF_8);
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}

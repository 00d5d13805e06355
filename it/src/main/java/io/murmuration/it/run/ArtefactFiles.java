package io.murmuration.it.run;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/**
 * What the agents of farms have on their disks of one artefact.
 *
 * @param digest SHA-256 as 64 hexadecimal digits: its name there
 */
public record ArtefactFiles(String digest) {

  /**
   * Of complete ones: how many there are, and how many of them have other bytes than the digest.
   */
  public record Complete(int files, int others) {}

  /**
   * Flips a bit in the middle of what one of the farm's agents has fetched so far. The farm must
   * not run: an agent hashes what it has when it starts, and then what comes.
   *
   * @throws IllegalStateException if none is on its way
   */
  public void flipABit(Path farm) {
    var partial =
        named(farm, digest + ".part").stream()
            .filter(file -> size(file) > 0)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("nothing is on its way in " + farm));
    try (var file = new RandomAccessFile(partial.toFile(), "rw")) {
      long middle = file.length() / 2;
      file.seek(middle);
      int was = file.read();
      file.seek(middle);
      file.write(was ^ 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads all complete files of the farm. */
  public Complete complete(Path farm) {
    var files = named(farm, digest);
    var same = (Predicate<Path>) file -> Digests.sha256(file).equals(digest);
    return new Complete(files.size(), (int) files.stream().filter(same.negate()).count());
  }

  private static List<Path> named(Path farm, String name) {
    try (var files = Files.walk(farm)) {
      return files.filter(file -> file.getFileName().toString().equals(name)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

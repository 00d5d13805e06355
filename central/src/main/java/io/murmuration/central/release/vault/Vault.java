package io.murmuration.central.release.vault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of all content. Thread-safe, also between the nodes that share it; calls block on
 * the disk. Whoever removes content must know that no row names it, and that none is about to.
 */
public final class Vault {
  private static final Logger LOG = LoggerFactory.getLogger(Vault.class);
  private static final int PREFIX = 2;

  private final Path directory;
  private final Path contents;
  private final Path incoming;
  private final Limits limits;
  private final Supplier<UUID> names;

  /**
   * @param mostBytes of one file
   * @param keepFree bytes that stay free on the file system
   */
  public record Limits(long mostBytes, long keepFree) {}

  private Vault(Path directory, Limits limits, Supplier<UUID> names) {
    this.directory = directory;
    this.contents = directory.resolve("sha256");
    this.incoming = directory.resolve("incoming");
    this.limits = limits;
    this.names = names;
  }

  /**
   * @param directory made if it is not there
   * @param names of files that are being written; random
   * @throws VaultException if the directory cannot be used
   */
  public static Vault open(Path directory, Limits limits, Supplier<UUID> names)
      throws VaultException {
    var vault = new Vault(directory, limits, names);
    try {
      var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
      Files.createDirectories(vault.contents, mode);
      Files.createDirectories(vault.incoming, mode);
      return vault;
    } catch (IOException e) {
      throw new VaultException("release vault " + directory + " cannot be used", e);
    }
  }

  /** A place to write a file to, before anybody knows its digest. */
  public Incoming receive() throws VaultException {
    requireRoom(0);
    var file = incoming.resolve(names.get().toString());
    try {
      var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return new Incoming(this, file, channel, limits.mostBytes());
    } catch (IOException e) {
      throw new VaultException("nothing can be written to the release vault", e);
    }
  }

  /**
   * @param bytes that are about to be written
   * @throws VaultException if they would take what is to stay free
   */
  public void requireRoom(long bytes) throws VaultException {
    try {
      long free = Files.getFileStore(incoming).getUsableSpace();
      if (free - bytes < limits.keepFree()) {
        throw new VaultException(
            "no room in the release vault: %d bytes are free (expected: %d beyond the %d of release-vault.keep-free)"
                .formatted(free, bytes, limits.keepFree()));
      }
    } catch (IOException e) {
      throw new VaultException("the release vault does not say how much room it has", e);
    }
  }

  /**
   * Puts a complete, durable file in its place, also of one that is there already: that may be
   * damaged, and this one was just read. Whoever reads the old one goes on with it.
   */
  void keep(Path file, Content content) throws VaultException {
    var place = place(content.sha256());
    try {
      var parent = contents.resolve(content.sha256().hex().substring(0, PREFIX));
      Files.createDirectories(parent);
      Files.move(file, place, StandardCopyOption.ATOMIC_MOVE);
      force(parent);
      force(contents);
    } catch (IOException e) {
      throw new VaultException("content " + content.sha256() + " cannot be kept", e);
    }
  }

  private static void force(Path directory) throws IOException {
    try (var handle = FileChannel.open(directory, StandardOpenOption.READ)) {
      handle.force(true);
    }
  }

  /** Whether a file of that name and size is there; its bytes are not looked at. */
  public boolean holds(Content content) {
    try {
      return Files.size(place(content.sha256())) == content.size();
    } catch (IOException _) {
      return false;
    }
  }

  /** Where the content is, if it is there; the file may go at any time. */
  public Path place(Sha256 sha256) {
    return contents.resolve(sha256.hex().substring(0, PREFIX)).resolve(sha256.hex());
  }

  /** Nothing happens if it is not there. */
  public void remove(Sha256 sha256) throws VaultException {
    try {
      Files.deleteIfExists(place(sha256));
    } catch (IOException e) {
      throw new VaultException("content " + sha256 + " cannot be removed", e);
    }
  }

  /** Whose contents these are. */
  public enum Owner {
    THIS_HUB,
    /** It is this hub's from now on. */
    NOBODY_YET,
    ANOTHER
  }

  /**
   * Whose contents these are. A directory that does not say so, or has none, becomes this hub's.
   * The caller sees to it that no other node asks meanwhile.
   *
   * @param lineage of the hub's history, as its database has it
   */
  public Owner owner(String lineage) throws VaultException {
    var marker = marker();
    try {
      boolean marked = Files.exists(marker);
      if (marked && Files.readString(marker).strip().equals(lineage)) {
        return Owner.THIS_HUB;
      }
      if (marked && !isEmpty()) {
        return Owner.ANOTHER;
      }
      var aside = incoming.resolve(names.get().toString());
      Files.writeString(aside, lineage + "\n", StandardOpenOption.CREATE_NEW);
      try (var written = FileChannel.open(aside, StandardOpenOption.WRITE)) {
        written.force(true);
      }
      Files.move(aside, marker, StandardCopyOption.ATOMIC_MOVE);
      force(directory);
      return Owner.NOBODY_YET;
    } catch (IOException e) {
      throw new VaultException("the release vault does not say whose it is", e);
    }
  }

  /** The file that says whose contents these are; for words to an operator. */
  public Path marker() {
    return directory.resolve("hub");
  }

  private boolean isEmpty() throws IOException {
    try (var files = Files.walk(contents)) {
      return files.noneMatch(Files::isRegularFile);
    } catch (UncheckedIOException e) {
      throw new IOException("the release vault cannot be listed", e);
    }
  }

  /**
   * How long something is kept that nobody names.
   *
   * @param incoming files that were not written to for so long are left over
   * @param contents since they came
   */
  public record Ages(Duration incoming, Duration contents) {}

  /**
   * Removes content that nobody names, and what was being written when somebody stopped.
   *
   * @param named digests that rows name; nobody may be about to name another
   */
  public void sweep(Set<Sha256> named, Ages ages, InstantSource clock) throws VaultException {
    int removed = 0;
    var now = clock.instant();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(incoming)) {
      for (var file : files) {
        if (isOlder(file, now.minus(ages.incoming())) && Files.deleteIfExists(file)) {
          removed++;
        }
      }
      try (DirectoryStream<Path> prefixes = Files.newDirectoryStream(contents)) {
        for (var prefix : prefixes) {
          removed += sweep(prefix, named, now.minus(ages.contents()));
        }
      }
    } catch (IOException e) {
      throw new VaultException("the release vault cannot be swept", e);
    }
    if (removed > 0) {
      LOG.info("release vault swept removed={}", removed);
    }
  }

  private static boolean isOlder(Path file, Instant than) throws IOException {
    return Files.getLastModifiedTime(file).toInstant().isBefore(than);
  }

  private static int sweep(Path prefix, Set<Sha256> named, Instant before) throws IOException {
    int removed = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(prefix)) {
      for (var file : files) {
        var name = file.getFileName().toString();
        if (Sha256.isHex(name)
            && !named.contains(new Sha256(name))
            && isOlder(file, before)
            && Files.deleteIfExists(file)) {
          removed++;
        }
      }
    }
    return removed;
  }
}

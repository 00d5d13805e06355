package io.murmuration.central.release.vault;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
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

  /** Puts a complete, durable file in its place; content that is there already stays. */
  void keep(Path file, Content content) throws VaultException {
    var place = place(content.sha256());
    try {
      if (holds(content)) {
        Files.deleteIfExists(file);
        return;
      }
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

  /**
   * Removes content that nobody names, and what was being written when somebody stopped.
   *
   * @param named digests that rows name; nobody may be about to name another
   * @param age incoming files that were not written to for so long are left over
   */
  public void sweep(Set<Sha256> named, Duration age, InstantSource clock) throws VaultException {
    int removed = 0;
    var before = clock.instant().minus(age);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(incoming)) {
      for (var file : files) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(before)
            && Files.deleteIfExists(file)) {
          removed++;
        }
      }
      try (DirectoryStream<Path> prefixes = Files.newDirectoryStream(contents)) {
        for (var prefix : prefixes) {
          removed += sweep(prefix, named);
        }
      }
    } catch (IOException e) {
      throw new VaultException("the release vault cannot be swept", e);
    }
    if (removed > 0) {
      LOG.info("release vault swept removed={}", removed);
    }
  }

  private static int sweep(Path prefix, Set<Sha256> named) throws IOException {
    int removed = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(prefix)) {
      for (var file : files) {
        var name = file.getFileName().toString();
        if (Sha256.isHex(name) && !named.contains(new Sha256(name)) && Files.deleteIfExists(file)) {
          removed++;
        }
      }
    }
    return removed;
  }
}

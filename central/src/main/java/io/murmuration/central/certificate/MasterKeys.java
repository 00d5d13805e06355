package io.murmuration.central.certificate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The master keys of a node. {@code master.key} seals; while the hub goes over to another one
 * {@code master.key.next} and {@code master.key.old} open as well, so that nodes which are not
 * equally far read what the others sealed. Files are looked at again before something is sealed and
 * when nothing opens, so a running node follows them. Thread-safe.
 *
 * <p>The change: a next key is made and copied to every node; everything is wrapped by it; on each
 * node it becomes the key, and the former one the old; the old one is forgotten when nothing needs
 * it. Interrupted anywhere, each file is still in its place.
 */
public final class MasterKeys {
  public static final String NEXT = "master.key.next";
  public static final String OLD = "master.key.old";
  private static final Logger LOG = LoggerFactory.getLogger(MasterKeys.class);

  private final Path directory;
  private volatile Ring ring;

  /**
   * @param also open too
   * @param stamps of the files that these were read from
   */
  private record Ring(MasterKey current, List<MasterKey> also, List<String> stamps) {
    Ring {
      also = List.copyOf(also);
      stamps = List.copyOf(stamps);
    }
  }

  private MasterKeys(Path directory, Ring ring) {
    this.directory = directory;
    this.ring = ring;
  }

  /**
   * @throws UnusableKeyException if there is none, or one is malformed or open to other users
   */
  public static MasterKeys read(Path directory) {
    return new MasterKeys(directory, readRing(directory));
  }

  private static Ring readRing(Path directory) {
    var stamps = stamps(directory);
    var also = new ArrayList<MasterKey>();
    for (var name : List.of(NEXT, OLD)) {
      if (Files.exists(directory.resolve(name))) {
        also.add(MasterKey.readFile(directory.resolve(name)));
      }
    }
    return new Ring(MasterKey.read(directory), also, stamps);
  }

  /** What changes when a file does. */
  private static List<String> stamps(Path directory) {
    var stamps = new ArrayList<String>();
    for (var name : List.of(MasterKey.FILE_NAME, NEXT, OLD)) {
      var file = directory.resolve(name);
      try {
        var attributes = Files.readAttributes(file, "lastModifiedTime,size,fileKey");
        stamps.add(attributes.toString());
      } catch (IOException _) {
        stamps.add("none");
      }
    }
    return stamps;
  }

  /** The one that seals. */
  MasterKey current() {
    refresh();
    return ring.current();
  }

  /** All that open, the one that seals first. */
  List<MasterKey> all() {
    var now = ring;
    var all = new ArrayList<MasterKey>();
    all.add(now.current());
    all.addAll(now.also());
    return all;
  }

  /** Fingerprints of all that open, the one that seals first; the files are looked at again. */
  public List<String> fingerprints() {
    refresh();
    return all().stream().map(MasterKey::fingerprint).toList();
  }

  /** True if there are other keys than before. What cannot be read leaves those that were known. */
  synchronized boolean refresh() {
    if (stamps(directory).equals(ring.stamps())) {
      return false;
    }
    try {
      ring = readRing(directory);
      LOG.info("master keys of {} read again: {}", directory, all().size());
      return true;
    } catch (UnusableKeyException e) {
      LOG.warn("master keys not read again, those known stay: {}", e.getMessage());
      return false;
    }
  }

  /** The key that the hub goes over to, if there is one. */
  public Optional<MasterKey> next() {
    var file = directory.resolve(NEXT);
    return Files.exists(file) ? Optional.of(MasterKey.readFile(file)) : Optional.empty();
  }

  /** Whether the former key is still kept for reading. */
  public boolean hasOld() {
    return Files.exists(directory.resolve(OLD));
  }

  /** The key that everything is to be wrapped by now: the next one, or the one in use. */
  public MasterKey target() {
    return next().orElseGet(this::current);
  }

  /** Makes a next key, unless there is one. Returns its file. */
  public Path prepare(SecureRandom random) {
    if (next().isEmpty()) {
      MasterKey.generate(directory, NEXT, random);
    }
    return directory.resolve(NEXT);
  }

  /**
   * The next key becomes the key of this node, the former one its old one. Only after everything is
   * wrapped by it.
   *
   * @throws UncheckedIOException if the directory cannot be written; then run it again
   */
  public void promote() {
    var file = directory.resolve(MasterKey.FILE_NAME);
    var next = directory.resolve(NEXT);
    if (!Files.exists(next)) {
      return;
    }
    try {
      Files.deleteIfExists(directory.resolve(OLD));
      Files.createLink(directory.resolve(OLD), file);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
      sync();
    } catch (IOException e) {
      throw new UncheckedIOException("master keys in %s cannot be moved".formatted(directory), e);
    }
    refresh();
  }

  /** Forgets the old key. Only after nothing is wrapped by it any more. */
  public void forgetOld() {
    try {
      Files.deleteIfExists(directory.resolve(OLD));
      sync();
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be deleted".formatted(directory.resolve(OLD)), e);
    }
    refresh();
  }

  private void sync() throws IOException {
    try (var entries = FileChannel.open(directory, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }

  /** Where the key lies, for messages. */
  Path file() {
    return directory.resolve(MasterKey.FILE_NAME);
  }

  /** Never a key. */
  @Override
  public String toString() {
    return "master keys in " + directory;
  }
}

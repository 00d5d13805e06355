package io.murmuration.agent.release;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Artefacts on the agent's disk, named by their digests: complete ones, and {@code .part} files of
 * downloads that were not finished. Bounded in bytes, and by the room that the disk has for all
 * caches; what was not used for longest goes first. One download at a time.
 */
public final class ArtefactCache {
  private static final Logger log = LoggerFactory.getLogger(ArtefactCache.class);
  private static final String PART = ".part";

  private final Path directory;
  private final long mostBytes;
  private final DiskRoom disk;
  private final InstantSource clock;

  private ArtefactCache(Path directory, long mostBytes, DiskRoom disk, InstantSource clock) {
    this.directory = directory;
    this.mostBytes = mostBytes;
    this.disk = disk;
    this.clock = clock;
  }

  /**
   * @param directory made if it is not there (readable by its owner only)
   */
  public static ArtefactCache open(
      Path directory, long mostBytes, DiskRoom disk, InstantSource clock) throws IOException {
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    return new ArtefactCache(directory, mostBytes, disk, clock);
  }

  /** Where the artefact is when it is complete; used now. */
  Path complete(Artefact artefact) {
    return directory.resolve(artefact.sha256());
  }

  boolean isComplete(Artefact artefact) {
    return Files.isRegularFile(complete(artefact));
  }

  /** Where it is until then. */
  Path partial(Artefact artefact) {
    return directory.resolve(artefact.sha256() + PART);
  }

  void use(Artefact artefact) throws IOException {
    Files.setLastModifiedTime(complete(artefact), FileTime.from(clock.instant()));
  }

  /** The partial file is what it should be and survives a loss of power. */
  void finish(Artefact artefact) throws IOException {
    Files.move(
        partial(artefact),
        complete(artefact),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    try (var handle = FileChannel.open(directory, StandardOpenOption.READ)) {
      handle.force(true);
    }
    use(artefact);
  }

  void forget(Artefact artefact) throws IOException {
    Files.deleteIfExists(complete(artefact));
    Files.deleteIfExists(partial(artefact));
  }

  /**
   * Makes room for the artefacts, all of them together, and keeps it until the claim is closed.
   *
   * @throws DiskRoom.NoRoomException in words, if the disk does not have it now
   * @throws IOException in words, if they never fit
   */
  DiskRoom.Claim makeRoom(List<Artefact> wanted) throws IOException {
    long needed = wanted.stream().mapToLong(Artefact::size).sum();
    if (needed > mostBytes) {
      throw new IOException(
          "the release has %d bytes (expected: at most the %d of release.cache.mib)"
              .formatted(needed, mostBytes));
    }
    var keep = new ArrayList<String>();
    for (var artefact : wanted) {
      keep.add(artefact.sha256());
      keep.add(artefact.sha256() + PART);
    }
    var others = new ArrayList<Path>();
    for (var file : files()) {
      if (!keep.contains(file.getFileName().toString())) {
        others.add(file);
      }
    }
    evict(others, mostBytes - needed);
    try {
      return disk.claim(directory, () -> missing(wanted));
    } catch (DiskRoom.NoRoomException _) {
      evict(others, 0);
      return disk.claim(directory, () -> missing(wanted));
    }
  }

  private long missing(List<Artefact> wanted) {
    return wanted.stream()
        .mapToLong(artefact -> {
          long there = Math.max(sizeOf(complete(artefact)), sizeOf(partial(artefact)));
          return Math.max(0, artefact.size() - there);
        })
        .sum();
  }

  private static long sizeOf(Path file) {
    try {
      return Files.size(file);
    } catch (IOException _) {
      return 0; // not there
    }
  }

  private static void evict(List<Path> files, long most) throws IOException {
    var oldestFirst = new ArrayList<Path>();
    long sum = 0;
    for (var file : files) {
      if (Files.exists(file)) {
        oldestFirst.add(file);
        sum += Files.size(file);
      }
    }
    oldestFirst.sort(Comparator.comparing(ArtefactCache::usedAt));
    for (var file : oldestFirst) {
      if (sum <= most) {
        return;
      }
      sum -= Files.size(file);
      Files.deleteIfExists(file);
      log.info("artefact cache evicted file={}", file.getFileName());
    }
  }

  private static FileTime usedAt(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException _) {
      return FileTime.fromMillis(0); // gone, or about to be
    }
  }

  private List<Path> files() throws IOException {
    var files = new ArrayList<Path>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
      all.forEach(files::add);
    }
    return files;
  }
}

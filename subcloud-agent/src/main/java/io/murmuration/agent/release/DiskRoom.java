package io.murmuration.agent.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The room on the disk that all caches of a process share: what one of them was promised and has
 * not written yet is not promised to another one, and some of it always stays free. The caches are
 * taken to be on one disk, which at worst promises too little. Thread-safe.
 */
public final class DiskRoom {
  private final long keepFree;
  private final Usable usable;
  private final Set<Claim> claims = new HashSet<>();

  /** How much a disk has left, in bytes. */
  @FunctionalInterface
  interface Usable {
    long at(Path directory) throws IOException;
  }

  /** There is no room now; there may be some later. */
  static final class NoRoomException extends IOException {
    private static final long serialVersionUID = 1L;

    NoRoomException(String why) {
      super(why);
    }
  }

  /** Room that is kept for a download until it is closed. */
  final class Claim implements AutoCloseable {
    private final LongSupplier missing;

    private Claim(LongSupplier missing) {
      this.missing = missing;
    }

    @Override
    public void close() {
      forget(this);
    }
  }

  /**
   * @param keepFree bytes that no download takes
   */
  public DiskRoom(long keepFree) {
    this(keepFree, directory -> Files.getFileStore(directory).getUsableSpace());
  }

  DiskRoom(long keepFree, Usable usable) {
    this.keepFree = keepFree;
    this.usable = usable;
  }

  /**
   * @param missing bytes that are still to be written; asked whenever somebody wants room
   * @throws NoRoomException if that much is not free, in words
   */
  synchronized Claim claim(Path directory, LongSupplier missing) throws IOException {
    long needed = missing.getAsLong();
    // before the disk is asked: what is written in between counts twice rather than not at all
    long promised = claims.stream().mapToLong(claim -> claim.missing.getAsLong()).sum();
    long free = usable.at(directory);
    if (needed > 0 && free - keepFree - promised < needed) {
      throw new NoRoomException(
          ("no room on the agent's disk: %d bytes are free at %s, less %d that other downloads are to"
                  + " write and %d of release.cache.keep-free.mib (expected: %d)")
              .formatted(free, directory, promised, keepFree, needed));
    }
    var claim = new Claim(missing);
    claims.add(claim);
    return claim;
  }

  private synchronized void forget(Claim claim) {
    claims.remove(claim);
  }
}

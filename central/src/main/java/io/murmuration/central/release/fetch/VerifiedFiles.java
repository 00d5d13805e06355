package io.murmuration.central.release.fetch;

import io.murmuration.central.release.vault.Content;
import io.murmuration.central.release.vault.Sha256;
import io.murmuration.central.release.vault.Vault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Content of the vault, opened only if its bytes have the digest it is named by. Each file is read
 * through once before its first byte is sent, however many ask at once, and again when it changed.
 * Thread-safe; blocks.
 */
final class VerifiedFiles {
  /** More than releases are ever on their way at once. */
  private static final int MOST = 256;

  private static final Duration LOOK = Duration.ofSeconds(1);

  /** Longer than an agent waits for a first byte; the reading goes on for the next who asks. */
  private static final int MOST_LOOKS = 120;

  private final Vault vault;
  private final ExecutorService readers;
  private final Map<Sha256, Reading> readings = new ConcurrentHashMap<>();

  /** What tells a changed file from the one that was read. */
  private record Seen(long size, FileTime modified) {
    static Seen of(Path file) throws IOException {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Seen(attributes.size(), attributes.lastModifiedTime());
    }
  }

  /** Of a file as it was seen; over, or under way. */
  private record Reading(Seen seen, Future<?> end) {
    /** A file that could not be read, or was damaged, may be whole the next time. */
    boolean countsFor(Seen now) {
      return seen.equals(now)
          && (end.state() == Future.State.RUNNING || end.state() == Future.State.SUCCESS);
    }
  }

  /**
   * @param readers reads whole files through, which takes minutes of a core: a few platform
   *     threads, because virtual ones would keep the carriers from everybody else. Its owner ends
   *     it
   */
  VerifiedFiles(Vault vault, ExecutorService readers) {
    this.vault = vault;
    this.readers = readers;
  }

  /**
   * @param gone whether nobody waits for it any more; looked at each second
   * @return null if so
   * @throws UnfitException if this node does not see the content, or not the right bytes, or not
   *     soon enough; words
   * @throws IOException if the disk fails; its message may name paths
   * @throws RejectedExecutionException if the readers were ended
   */
  @Nullable FileChannel open(Content content, BooleanSupplier gone)
      throws IOException, InterruptedException {
    var file = vault.place(content.sha256());
    if (!vault.holds(content)) {
      throw new UnfitException(
          "this node does not have artefact %s (expected: %d bytes in the directory that all nodes share)"
              .formatted(content.sha256(), content.size()));
    }
    return await(reading(file, content.sha256()), content, gone)
        ? FileChannel.open(file, StandardOpenOption.READ)
        : null;
  }

  private Reading reading(Path file, Sha256 wanted) throws IOException {
    var seen = Seen.of(file);
    if (readings.size() >= MOST) {
      readings.values().removeIf(known -> known.end().isDone());
    }
    return readings.compute(
        wanted,
        (_, known) ->
            known != null && known.countsFor(seen)
                ? known
                : new Reading(seen, readers.submit(() -> verify(file, wanted))));
  }

  /** False if nobody waits any more. */
  private static boolean await(Reading reading, Content content, BooleanSupplier gone)
      throws IOException, InterruptedException {
    for (int looks = 0; looks < MOST_LOOKS; looks++) {
      try {
        reading.end().get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        return true;
      } catch (TimeoutException _) {
        if (gone.getAsBoolean()) {
          return false;
        }
      } catch (ExecutionException e) {
        if (e.getCause() instanceof UnfitException unfit) {
          throw new UnfitException(unfit.words());
        }
        if (e.getCause() instanceof IOException known) {
          throw new IOException(known.toString(), known);
        }
        throw new IllegalStateException("an artefact could not be read through", e);
      }
    }
    throw new UnfitException(
        "artefact %s is still being read through at this node (expected: at most %d s)"
            .formatted(content.sha256(), MOST_LOOKS * LOOK.toSeconds()));
  }

  /** No content for anybody, in words that name no path: an agent is told them. */
  static final class UnfitException extends IOException {
    private static final long serialVersionUID = 1L;

    UnfitException(String words) {
      super(words);
    }

    String words() {
      return String.valueOf(getMessage());
    }
  }

  /** For its exceptions. */
  private static boolean verify(Path file, Sha256 wanted) throws IOException {
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), Sha256.digest())) {
      in.transferTo(OutputStream.nullOutputStream());
      var found = Sha256.of(((DigestInputStream) in).getMessageDigest().digest());
      if (!found.equals(wanted)) {
        throw new UnfitException(
            "artefact %s is damaged at the hub: its digest is %s".formatted(wanted, found));
      }
      return true;
    }
  }
}

package io.murmuration.schema.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Who runs on a data directory. A process id alone proves nothing, ids come round again; a server
 * is known by its working directory, which is the data directory for all of its processes.
 */
final class Postmaster {
  private static final Duration TO_DIE = Duration.ofSeconds(20);
  private static final int PORT_LINE = 3;

  private final Path data;

  Postmaster(Path data) {
    this.data = data;
  }

  /** The process id of the living server of this directory. */
  Optional<Long> pid() {
    List<String> lines = pidFile();
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
        .filter(this::worksHere)
        .map(ProcessHandle::pid);
  }

  /** The port in the server's own file; empty while it is starting. */
  OptionalInt port() {
    List<String> lines = pidFile();
    return lines.size() > PORT_LINE && !lines.get(PORT_LINE).isBlank()
        ? OptionalInt.of(Integer.parseInt(lines.get(PORT_LINE).strip()))
        : OptionalInt.empty();
  }

  /**
   * Kills what is left of a server that cannot be stopped in the regular way, and removes its pid
   * file, so that a foreign process that got the same id does not keep the next server from
   * starting. Committed data is safe: the next start replays the log.
   */
  void clearAway() {
    List<ProcessHandle> left = ProcessHandle.allProcesses().filter(this::worksHere).toList();
    left.forEach(ProcessHandle::destroyForcibly);
    var gone = left.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(gone).get(TO_DIE.toMillis(), TimeUnit.MILLISECONDS);
      Files.deleteIfExists(data.resolve("postmaster.pid"));
    } catch (TimeoutException | ExecutionException e) {
      throw new IllegalStateException("processes " + left + ": alive after kill", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a server was cleared away", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete the pid file in " + data, e);
    }
  }

  private boolean worksHere(ProcessHandle process) {
    Path directory = Path.of("/proc", Long.toString(process.pid()), "cwd");
    try {
      return Files.exists(Path.of("/proc/self"))
          ? Files.readSymbolicLink(directory).equals(data.toRealPath())
          : process.info().command().filter(c -> c.endsWith("postgres")).isPresent()
              && pidFile().getFirst().strip().equals(Long.toString(process.pid()));
    } catch (IOException e) {
      return false; // it ended, or belongs to somebody else
    }
  }

  private List<String> pidFile() {
    Path file = data.resolve("postmaster.pid");
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}

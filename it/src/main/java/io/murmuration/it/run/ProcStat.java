package io.murmuration.it.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** What Linux counts about processes. */
public final class ProcStat {
  private static final long MICROS_PER_TICK = 10_000; // USER_HZ is 100 on every Linux

  private static final long PAGE_BYTES = 4_096; // of x86-64, and of most others

  private ProcStat() {}

  /** User and system time of a process and all its living descendants, in microseconds. */
  public static long cpuMicros(long pid) {
    long sum = own(pid);
    var children = ProcessHandle.of(pid).map(ProcessHandle::descendants);
    if (children.isPresent()) {
      sum += children.get().mapToLong(child -> own(child.pid())).sum();
    }
    return sum;
  }

  /** Memory of a process that lies in RAM, in bytes; 0 if it is gone. */
  public static long residentBytes(long pid) {
    try {
      var pages = Files.readString(Path.of("/proc", Long.toString(pid), "statm")).split(" ", -1);
      return Long.parseLong(pages[1]) * PAGE_BYTES;
    } catch (NoSuchFileException gone) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long own(long pid) {
    return fields(pid)
        .map(f -> (Long.parseLong(f[11]) + Long.parseLong(f[12])) * MICROS_PER_TICK)
        .orElse(0L);
  }

  /** Fields of /proc/PID/stat from the state (field 3) on; the name before them may hold spaces. */
  private static Optional<String[]> fields(long pid) {
    try {
      var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return Optional.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One-minute load and what uses the processors besides, in words. */
  public static String machine() {
    try {
      var load = Files.readString(Path.of("/proc/loadavg")).split(" ", -1);
      return Runtime.getRuntime().availableProcessors()
          + " processors, load "
          + load[0]
          + " / "
          + load[1]
          + ", running/all tasks "
          + load[3];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.murmuration.it.fault.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** What Linux can do to processes from outside. */
final class Processes {
  private Processes() {}

  /** {@code SIGSTOP}: they keep their sockets and do nothing. */
  static void stop(List<Long> pids) {
    send("-STOP", pids);
  }

  /** {@code SIGCONT}. */
  static void go(List<Long> pids) {
    send("-CONT", pids);
  }

  private static void send(String signal, List<Long> pids) {
    if (pids.isEmpty()) {
      return;
    }
    var command = new ArrayList<>(List.of("kill", signal));
    pids.forEach(pid -> command.add(Long.toString(pid)));
    run(command);
  }

  /**
   * Writes beyond the first byte of any file fail (EFBIG) or work again. It stands for a full disk
   * where no small one can be mounted; pipes and sockets are not concerned.
   */
  static void full(long pid, boolean full) {
    run(List.of("prlimit", "--pid", Long.toString(pid), full ? "--fsize=0:" : "--fsize=unlimited:"));
  }

  private static void run(List<String> command) {
    try {
      int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
      if (exit != 0) {
        throw new IllegalStateException(command + " ended with " + exit);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

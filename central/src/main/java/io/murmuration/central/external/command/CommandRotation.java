package io.murmuration.central.external.command;

import io.murmuration.central.platform.FernetRotation;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Rotation by a program, which says by its exit code whether it is done. What it prints is dropped:
 * it may be keys. Thread-safe; blocks.
 */
public final class CommandRotation implements FernetRotation {
  private final List<String> command;
  private final Duration timeout;

  public CommandRotation(List<String> command, Duration timeout) {
    this.command = List.copyOf(command);
    this.timeout = timeout;
  }

  @Override
  public Optional<String> rotate() {
    try {
      var process =
          new ProcessBuilder(command)
              .redirectInput(Redirect.from(Redirect.DISCARD.file()))
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start();
      try {
        if (!process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
          return failure("does not end within " + timeout.toSeconds() + " s");
        }
        return process.exitValue() == 0
            ? Optional.empty()
            : failure("ends with code " + process.exitValue());
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException _) {
      return failure("cannot be started");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return failure("is not waited for, this node is stopping");
    }
  }

  private Optional<String> failure(String what) {
    return Optional.of(command.getFirst() + " " + what);
  }
}

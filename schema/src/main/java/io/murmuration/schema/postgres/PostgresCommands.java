package io.murmuration.schema.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs the server's programs and waits for them.
 *
 * <p>PostgreSQL refuses to run as root. As root we give it a user namespace of its own, in which it
 * is nobody, though the files stay ours; where the system has no user namespaces, it runs as the
 * user nobody and is given the directory.
 */
final class PostgresCommands {
  private static final String NOBODY = "65534";
  private static final List<String> OWN_NAMESPACE = List.of("unshare", "-U");
  private static final List<String> AS_NOBODY =
      List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
  private static final Duration PROBE = Duration.ofSeconds(10);
  private static final int SHOWN_OUTPUT = 2_000;

  private final PostgresBinaries binaries;
  private final List<String> prefix;

  PostgresCommands(PostgresBinaries binaries) {
    this.binaries = binaries;
    this.prefix = prefix();
  }

  /** Lets the server write to the directory if it will not run as us. */
  void handOver(Path directory) {
    if (prefix.equals(AS_NOBODY)) {
      run(List.of("chown", "-R", NOBODY + ":" + NOBODY, directory.toString()), PROBE);
    }
  }

  /**
   * Runs {@code program} with the arguments.
   *
   * @throws IllegalStateException with the end of its output, if it fails or takes too long
   */
  void run(String program, Duration atMost, String... arguments) {
    var command = new ArrayList<>(prefix);
    command.add(binaries.program(program).toString());
    command.addAll(List.of(arguments));
    run(command, atMost);
  }

  static boolean isRoot() {
    Path self = Path.of("/proc/self");
    try {
      return Files.exists(self)
          ? Integer.valueOf(0).equals(Files.getAttribute(self, "unix:uid"))
          : "root".equals(System.getProperty("user.name"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot tell which user this is", e);
    }
  }

  private static List<String> prefix() {
    if (!isRoot()) {
      return List.of();
    }
    return namespacesWork() ? OWN_NAMESPACE : AS_NOBODY;
  }

  private static boolean namespacesWork() {
    var probe = new ArrayList<>(OWN_NAMESPACE);
    probe.add("true");
    try {
      return exitCode(probe, ProcessBuilder.Redirect.DISCARD, PROBE) == 0;
    } catch (UncheckedIOException e) {
      return false; // there is no such program
    }
  }

  private static void run(List<String> command, Duration atMost) {
    try {
      Path output = Files.createTempFile("postgres-", ".out");
      try {
        int code = exitCode(command, ProcessBuilder.Redirect.to(output.toFile()), atMost);
        if (code != 0) {
          throw new IllegalStateException(
              "%s: exit code %d (expected: 0): %s".formatted(command, code, end(output)));
        }
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the output of " + command, e);
    }
  }

  private static int exitCode(
      List<String> command, ProcessBuilder.Redirect output, Duration atMost) {
    var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output);
    builder.environment().put("LC_ALL", "C");
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(command + ": still running after " + atMost);
      }
      return process.exitValue();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(command + ": interrupted", e);
    }
  }

  /** The last part of what a program or the server wrote. */
  static String end(Path output) throws IOException {
    String all = Files.exists(output) ? Files.readString(output) : "";
    return all.substring(Math.max(0, all.length() - SHOWN_OUTPUT));
  }
}

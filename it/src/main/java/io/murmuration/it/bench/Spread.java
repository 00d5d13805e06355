package io.murmuration.it.bench;

import io.murmuration.it.floor.Floor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How many agents are spread over JVMs and addresses of the loopback: a JVM has so many file
 * descriptors, and to one address and port a machine can dial from so many ports.
 */
record Spread(List<Part> parts) {
  /** An agent's connection and its journal's directory. */
  private static final int DESCRIPTORS_OF_AGENT = 2;

  /** Classes, logs, pools, the database. */
  private static final int OTHER_DESCRIPTORS = 1_000;

  private static final String FIRST = "127.0.0.1";
  private static final Path DESCRIPTORS = Path.of("/proc/self/limits");
  private static final Path PORTS = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

  Spread {
    parts = List.copyOf(parts);
  }

  /** Agents {@code from} to {@code to}, both included, in one JVM; they dial the address. */
  record Part(int from, int to, String address) {
    int agents() {
      return to - from + 1;
    }

    String name() {
      return "farm-%05d".formatted(from);
    }
  }

  /**
   * As this machine allows.
   *
   * @throws IllegalStateException in words if it does not allow so many
   */
  static Spread here(int agents) {
    // not Files.readString: a file below /proc/sys gives all of it to the first read or nothing
    try (var range = Files.newBufferedReader(PORTS)) {
      var files =
          Files.readAllLines(DESCRIPTORS).stream()
              .filter(line -> line.startsWith("Max open files"))
              .findFirst()
              .orElseThrow()
              .split("\\s+", -1);
      var ports = Objects.requireNonNull(range.readLine(), "ports").strip().split("\\s+", -1);
      return of(
          agents,
          files[4].equals("unlimited") ? Integer.MAX_VALUE : Integer.parseInt(files[4]),
          Integer.parseInt(ports[1]) - Integer.parseInt(ports[0]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param descriptors that one JVM may have: the hub needs one per agent
   * @param ports from which one can dial
   */
  static Spread of(int agents, int descriptors, int ports) {
    long needed = (long) agents + OTHER_DESCRIPTORS;
    if (needed > descriptors) {
      throw new IllegalStateException(
          "descriptors of a process: %d (expected: at least %d for the hub of %d subclouds): raise the hard limit, as with \"ulimit -Hn %d\" by root, LimitNOFILE= of a systemd unit, or --ulimit nofile= of a container"
              .formatted(descriptors, needed, agents, needed));
    }
    int most = Math.max(1, (descriptors - OTHER_DESCRIPTORS) / DESCRIPTORS_OF_AGENT);
    int jvms = Math.ceilDiv(agents, Math.min(most, ports));
    var parts = new ArrayList<Part>();
    int address = 1;
    int dialled = 0;
    for (int i = 0; i < jvms; i++) {
      int from = (int) ((long) agents * i / jvms) + 1;
      int to = (int) ((long) agents * (i + 1) / jvms);
      if (dialled + (to - from + 1) > ports) {
        address++;
        dialled = 0;
      }
      dialled += to - from + 1;
      parts.add(new Part(from, to, "127.0.0." + address));
    }
    return new Spread(parts);
  }

  /** Where the hubs listen: at all addresses only if one is not enough. */
  String listen() {
    return parts.stream().allMatch(part -> part.address().equals(FIRST)) ? FIRST : "0.0.0.0";
  }

  /** The same for the floor. */
  Floor.Shape floor(int answerBytes) {
    return new Floor.Shape(
        listen(),
        parts.stream().map(part -> new Floor.Farm(part.agents(), part.address())).toList(),
        answerBytes);
  }
}

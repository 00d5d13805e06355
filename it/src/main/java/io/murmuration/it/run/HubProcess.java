package io.murmuration.it.run;

import io.murmuration.central.CentralMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One central node as a process of its own, with the embedded PostgreSQL in its data directory.
 * Killed and started again, it keeps its ports and its data.
 */
public final class HubProcess implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(90);

  private final Path dir;
  private final Map<String, String> environment = new TreeMap<>();
  private final List<String> jvm;
  private final int restPort;
  private final int agentsPort;
  private final int enrolmentPort;
  private final int identityPort;
  private JavaProcess process;
  private Rest rest;

  private HubProcess(Path dir, List<String> jvm, Map<String, String> extra, int[] ports) {
    this.dir = dir;
    this.jvm = jvm;
    this.restPort = ports[0];
    this.agentsPort = ports[1];
    this.enrolmentPort = ports[2];
    this.identityPort = ports[4];
    environment.put("MURMURATION_DATA_DIR", dir.resolve("central").toString());
    environment.put("MURMURATION_REST_HOST", "127.0.0.1");
    environment.put("MURMURATION_REST_PORT", Integer.toString(restPort));
    environment.put("MURMURATION_AGENTS_HOST", "127.0.0.1");
    environment.put("MURMURATION_AGENTS_PORT", Integer.toString(agentsPort));
    environment.put("MURMURATION_AGENTS_ADVERTISED", "127.0.0.1:" + agentsPort);
    environment.put("MURMURATION_ENROLMENT_PORT", Integer.toString(enrolmentPort));
    environment.put("MURMURATION_CLUSTER_PORT", Integer.toString(ports[3]));
    environment.put("MURMURATION_IDENTITY_PORT", Integer.toString(identityPort));
    environment.putAll(extra);
    this.process = launch();
    this.rest = ready();
  }

  /**
   * Starts a node and waits until it serves.
   *
   * @param extra configuration as environment variables
   */
  public static HubProcess start(Path dir, List<String> jvm, Map<String, String> extra) {
    try {
      Files.createDirectories(dir);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new HubProcess(dir, jvm, extra, Ports.free(5));
  }

  private JavaProcess launch() {
    return JavaProcess.start(
        new JavaProcess.Command(
            "central", CentralMain.class.getName(), jvm, List.of("run"), environment),
        dir.resolve("central.log"));
  }

  private Rest ready() {
    Watch.until(
        "central serves at port " + restPort,
        START,
        () -> {
          if (!process.isAlive()) {
            throw new IllegalStateException("central has ended, see " + dir.resolve("central.log"));
          }
          return Rest.isServed(URI.create("http://127.0.0.1:" + restPort));
        });
    try {
      var token = Files.readString(dir.resolve("central").resolve("admin.token")).strip();
      return new Rest(URI.create("http://127.0.0.1:" + restPort), token);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code kill -9}; its PostgreSQL is orphaned and goes on. */
  public void kill() {
    process.kill();
    rest.close();
  }

  /** After {@link #kill}: the same node again. */
  public void startAgain() {
    process = launch();
    rest = ready();
  }

  public Rest rest() {
    return rest;
  }

  public JavaProcess process() {
    return process;
  }

  public Path dir() {
    return dir;
  }

  public String enrolment() {
    return "127.0.0.1:" + enrolmentPort;
  }

  /** Where one logs in. */
  public String identity() {
    return "http://127.0.0.1:%d/v3".formatted(identityPort);
  }

  public String agents() {
    return "127.0.0.1:" + agentsPort;
  }

  /** Processes of the embedded PostgreSQL are no descendants of a hub that re-used them. */
  public long postgresPid() {
    try {
      var file =
          dir.resolve("central").resolve("postgres").resolve("data").resolve("postmaster.pid");
      return Long.parseLong(Files.readAllLines(file).getFirst().strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    rest.close();
    process.close();
  }
}

package io.murmuration.it.cluster;

import io.murmuration.central.CentralConfig;
import io.murmuration.central.CentralServer;
import io.murmuration.it.run.Ports;
import io.murmuration.it.run.Rest;
import io.murmuration.schema.DatabaseSettings;
import io.murmuration.schema.postgres.EmbeddedPostgres;
import io.murmuration.schema.postgres.EmbeddedPostgresOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Central nodes of one cluster in this JVM, each with its own ports, over one PostgreSQL. A node
 * that was stopped and started again keeps its name, its ports and its files.
 */
final class ClusterNodes implements AutoCloseable {
  /** Those that an operator copies before a node's first start, and the tests' way in. */
  private static final List<String> SHARED = List.of("master.key", "tokens", "admin.token");

  private final Path dir;
  private final EmbeddedPostgres postgres;
  private final int[] agents;
  private final int[] enrolment;
  private final int[] cluster;
  private final int[] rest;
  private final List<@Nullable CentralServer> running = new ArrayList<>();
  private String token = "";

  // closed by close()
  @SuppressWarnings({"resource", "MustBeClosedChecker"})
  ClusterNodes(Path dir, int count) throws IOException {
    this.dir = dir;
    this.postgres = EmbeddedPostgres.open(EmbeddedPostgresOptions.in(dir.resolve("postgres")));
    this.agents = Ports.free(count);
    this.enrolment = Ports.free(count);
    this.cluster = Ports.free(count);
    this.rest = Ports.free(count);
    for (int node = 0; node < count; node++) {
      Files.createDirectories(data(node));
      if (node > 0) {
        for (var file : SHARED) {
          Files.copy(data(0).resolve(file), data(node).resolve(file));
        }
      }
      running.add(null);
      start(node);
      token = Files.readString(data(0).resolve("admin.token")).strip();
    }
  }

  static String name(int node) {
    return "node-" + (char) ('a' + node);
  }

  private Path data(int node) {
    return dir.resolve(name(node));
  }

  int size() {
    return rest.length;
  }

  String enrolment() {
    return "127.0.0.1:" + enrolment[0];
  }

  DatabaseSettings database() {
    return postgres.database("murmuration");
  }

  void start(int node) {
    var environment = new HashMap<String, String>();
    var database = database();
    environment.put("MURMURATION_NODE_NAME", name(node));
    environment.put("MURMURATION_LOG_LEVEL", "warn");
    environment.put("MURMURATION_DATA_DIR", data(node).toString());
    environment.put("MURMURATION_DATABASE_URL", database.url());
    environment.put("MURMURATION_DATABASE_USER", database.user());
    environment.put("MURMURATION_DATABASE_PASSWORD", database.password());
    environment.put("MURMURATION_REST_HOST", "127.0.0.1");
    environment.put("MURMURATION_REST_PORT", Integer.toString(rest[node]));
    environment.put("MURMURATION_AGENTS_HOST", "127.0.0.1");
    environment.put("MURMURATION_AGENTS_PORT", Integer.toString(agents[node]));
    environment.put("MURMURATION_AGENTS_ADVERTISED", addresses(agents));
    environment.put("MURMURATION_AGENTS_ADDRESS", "127.0.0.1:" + agents[node]);
    environment.put("MURMURATION_AGENTS_EVEN_AFTER", "2s");
    environment.put("MURMURATION_AGENTS_WARM_UP", "0s");
    environment.put("MURMURATION_ENROLMENT_PORT", Integer.toString(enrolment[node]));
    environment.put("MURMURATION_CLUSTER_PORT", Integer.toString(cluster[node]));
    environment.put("MURMURATION_CLUSTER_MEMBERS", addresses(cluster));
    environment.put("MURMURATION_IDENTITY_ENABLED", "false");
    environment.put("MURMURATION_SYNC_AUDIT_PERIOD", "1h");
    running.set(node, CentralServer.start(config(environment)));
  }

  private static String addresses(int[] ports) {
    return IntStream.of(ports)
        .mapToObj(port -> "127.0.0.1:" + port)
        .collect(Collectors.joining(","));
  }

  private static CentralConfig config(Map<String, String> environment) {
    return switch (CentralConfig.load(null, environment)) {
      case CentralConfig.Loaded.Valid(var config) -> config;
      case CentralConfig.Loaded.Invalid(var problems) ->
          throw new IllegalArgumentException(problems.toString());
    };
  }

  /** In good order, as SIGTERM does it. */
  void stop(int node) {
    var server = running.set(node, null);
    if (server != null) {
      server.close();
    }
  }

  /** The REST API of one node; to be closed. */
  Rest rest(int node) {
    return new Rest(URI.create("http://127.0.0.1:" + rest[node]), token);
  }

  @Override
  public void close() {
    try (postgres) {
      for (int node = 0; node < size(); node++) {
        stop(node);
      }
    }
  }
}

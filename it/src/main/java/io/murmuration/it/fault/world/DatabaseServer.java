package io.murmuration.it.fault.world;

import io.murmuration.schema.DatabaseSettings;
import io.murmuration.schema.postgres.EmbeddedPostgres;
import io.murmuration.schema.postgres.EmbeddedPostgresOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The PostgreSQL of all nodes. Started again, it keeps its port. One thread. */
public final class DatabaseServer implements AutoCloseable {
  private static final String NAME = "murmuration";

  private final EmbeddedPostgresOptions options;
  private EmbeddedPostgres server;
  private final DatabaseSettings settings;
  private List<Long> paused = List.of();

  private DatabaseServer(EmbeddedPostgresOptions options, EmbeddedPostgres server) {
    this.options = options.onPort(server.port());
    this.server = server;
    this.settings = server.database(NAME);
  }

  static DatabaseServer start(Path directory) {
    var options = EmbeddedPostgresOptions.in(directory);
    return new DatabaseServer(options, EmbeddedPostgres.open(options));
  }

  /** The way past every proxy. */
  public DatabaseSettings settings() {
    return settings;
  }

  int port() {
    return options.port();
  }

  /** The database as reached through another port. */
  String url(int port) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + NAME;
  }

  /** Ends all sessions and stops. */
  public void stop() {
    server.close();
  }

  public void startAgain() {
    server = EmbeddedPostgres.open(options);
  }

  /** All its processes stand still; their connections stay open. */
  public void pause() {
    long postmaster = server.pid().orElseThrow();
    Processes.stop(List.of(postmaster)); // first, so that it starts no further process
    var children =
        ProcessHandle.of(postmaster)
            .map(ProcessHandle::children)
            .orElse(Stream.empty())
            .map(ProcessHandle::pid)
            .toList();
    Processes.stop(children);
    paused =
        LongStream.concat(
                children.stream().mapToLong(Long::longValue), LongStream.of(postmaster))
            .boxed()
            .toList();
  }

  public void resume() {
    Processes.go(paused);
    paused = List.of();
  }

  @Override
  public void close() {
    resume();
    server.close();
  }
}

package io.murmuration.schema.testing;

import io.murmuration.schema.DatabaseSettings;
import io.murmuration.schema.Migrations;
import io.murmuration.schema.postgres.EmbeddedPostgres;
import io.murmuration.schema.postgres.EmbeddedPostgresOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The one server of this test JVM: fast, not durable, gone with the JVM. */
final class TestServer {
  private static final String TEMPLATE = "murmuration_template";

  /** Spare copies of each template, made while tests run: a test then waits for none. */
  private static final int SPARE = 2;

  private static final int COPY_SECONDS = 60;

  private final EmbeddedPostgres server;
  private final ExecutorService copier =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("test-databases").factory());
  private final Map<String, Queue<Future<DatabaseSettings>>> spare = new ConcurrentHashMap<>();
  private final AtomicInteger names = new AtomicInteger();
  private final Map<String, DatabaseSettings> templates = new ConcurrentHashMap<>();

  private TestServer(EmbeddedPostgres server) {
    this.server = server;
    var settings = server.settings("postgres");
    run(settings, cheapLogins(settings.password()));
    Migrations.migrate(server.database(TEMPLATE));
  }

  /**
   * Tests log in thousands of times, and each time both sides hash the password 4,096 times; once
   * does as well here. PostgreSQL 15 does not know the setting and goes on as it was.
   */
  private static String cheapLogins(String password) {
    return """
    DO $$ BEGIN
      IF current_setting('scram_iterations', true) IS NOT NULL THEN
        SET scram_iterations = 1;
        ALTER ROLE CURRENT_USER PASSWORD '%s';
      END IF;
    END $$
    """
        .formatted(password);
  }

  static TestServer shared() {
    return Holder.SHARED;
  }

  DatabaseSettings copyOfTemplate() {
    return take(TEMPLATE);
  }

  DatabaseSettings emptyDatabase() {
    return create("template0");
  }

  DatabaseSettings copyOf(String template, Supplier<String> script) {
    templates.computeIfAbsent(template, name -> template(name, script.get()));
    return take(template);
  }

  private DatabaseSettings take(String template) {
    var copies = spare.computeIfAbsent(template, _ -> new ConcurrentLinkedQueue<>());
    do {
      copies.add(copier.submit(() -> create(template)));
    } while (copies.size() <= SPARE);
    return made(copies.remove());
  }

  private static DatabaseSettings made(Future<DatabaseSettings> copy) {
    try {
      return copy.get(COPY_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException("no copy of a test database", e);
    }
  }

  private DatabaseSettings template(String name, String script) {
    run(server.settings("postgres"), "CREATE DATABASE " + name + " TEMPLATE template0");
    var template = server.settings(name);
    run(template, script);
    return template;
  }

  void drop(DatabaseSettings settings) {
    String name = settings.url().substring(settings.url().lastIndexOf('/') + 1);
    run(server.settings("postgres"), "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
  }

  private DatabaseSettings create(String template) {
    String name = "test_" + names.incrementAndGet();
    run(
        server.settings("postgres"),
        "CREATE DATABASE " + name + " TEMPLATE " + template + " STRATEGY file_copy");
    return server.settings(name);
  }

  private static void run(DatabaseSettings where, String sql) {
    try (Connection connection =
            DriverManager.getConnection(where.url(), where.user(), where.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static TestServer start() {
    try {
      ThrowAwayDirectories.deleteAbandoned();
      Path directory = ThrowAwayDirectories.create();
      var server =
          EmbeddedPostgres.open(
              EmbeddedPostgresOptions.in(directory)
                  .with("fsync", "off")
                  .with("synchronous_commit", "off")
                  .with("full_page_writes", "off")
                  .with("max_connections", "300")
                  .with("shared_buffers", "64MB"));
      Runtime.getRuntime()
          .addShutdownHook(
              Thread.ofPlatform()
                  .name("test-postgres-stop")
                  .unstarted(() -> {
                    server.close();
                    ThrowAwayDirectories.delete(directory);
                  }));
      return new TestServer(server);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a directory for the test server", e);
    }
  }

  private static final class Holder {
    static final TestServer SHARED = start();
  }
}

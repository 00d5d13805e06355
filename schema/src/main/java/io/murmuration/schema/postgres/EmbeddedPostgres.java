package io.murmuration.schema.postgres;

import io.murmuration.schema.DatabaseSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * A PostgreSQL server with a fixed directory, for development and demo.
 *
 * <p>The server is not a child that dies with us: after {@code kill -9} of this process it goes on,
 * and the next {@link #open} finds it and uses it again, or stops it if it is of no use. Only
 * {@link #close} stops it, and nothing ever deletes its data. Safe to open from several processes
 * at once; they share one server, and the first {@code close} stops it for all.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(90);
  private static final Duration STOP = Duration.ofSeconds(60);
  private static final Object ONE_OPENS_AT_A_TIME = new Object();

  private final PostgresCommands commands;
  private final DataDirectory directory;
  private final Postmaster postmaster;
  private final int port;
  private final boolean reused;

  private EmbeddedPostgres(
      PostgresCommands commands,
      DataDirectory directory,
      Postmaster postmaster,
      int port,
      boolean reused) {
    this.commands = commands;
    this.directory = directory;
    this.postmaster = postmaster;
    this.port = port;
    this.reused = reused;
  }

  /**
   * Finds the running server of the directory or starts one; makes the database on first use. Takes
   * about 0.2 s to find, 0.5 s to start, 3 s the first time.
   *
   * @throws IllegalStateException if the server cannot be started; with the end of its log
   */
  public static EmbeddedPostgres open(EmbeddedPostgresOptions options) {
    try {
      Files.createDirectories(options.directory());
      Path lock = options.directory().resolve("open.lock");
      synchronized (ONE_OPENS_AT_A_TIME) {
        try (var channel =
                FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            var held = channel.lock()) {
          return openAlone(options);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open a database in " + options.directory(), e);
    }
  }

  /** Stops the server of the directory if one runs there, without starting one to find out. */
  public static void stopIfRunning(EmbeddedPostgresOptions options) {
    var directory = new DataDirectory(options.directory());
    var postmaster = new Postmaster(directory.data());
    if (postmaster.pid().isPresent()) {
      stopAnyway(new PostgresCommands(options.binaries()), directory, postmaster);
    }
  }

  /** How to reach a database of this server; it need not exist yet. */
  public DatabaseSettings settings(String database) {
    return DatabaseSettings.of(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + database,
        DataDirectory.USER,
        directory.password());
  }

  /** {@link #settings} of a database that is made now unless it exists. */
  public DatabaseSettings database(String name) {
    ServerSession.createDatabase(settings("postgres"), name);
    return settings(name);
  }

  /** The port at 127.0.0.1. */
  public int port() {
    return port;
  }

  /** The process id of the server; empty if it has died. */
  public OptionalLong pid() {
    return postmaster.pid().map(OptionalLong::of).orElse(OptionalLong.empty());
  }

  /** True if the server was running before {@link #open}. */
  public boolean reused() {
    return reused;
  }

  /** Stops the server, which ends its sessions; the data stays. Does nothing if it has stopped. */
  @Override
  public void close() {
    if (postmaster.pid().isPresent()) {
      stop(commands, directory, "fast");
    }
  }

  private static EmbeddedPostgres openAlone(EmbeddedPostgresOptions options) {
    var commands = new PostgresCommands(options.binaries());
    var directory = new DataDirectory(options.directory());
    directory.initialize(commands);
    var postmaster = new Postmaster(directory.data());
    if (postmaster.pid().isPresent()) {
      if (usable(options, directory, postmaster)) {
        int port = postmaster.port().orElseThrow();
        return new EmbeddedPostgres(commands, directory, postmaster, port, true);
      }
      stopAnyway(commands, directory, postmaster);
    } else {
      postmaster.clearAway();
    }
    int port = start(options, commands, directory);
    return new EmbeddedPostgres(commands, directory, postmaster, port, false);
  }

  /** It answers, it is the one of this directory, and it listens where it is expected. */
  private static boolean usable(
      EmbeddedPostgresOptions options, DataDirectory directory, Postmaster postmaster) {
    if (postmaster.port().isEmpty()) {
      return false;
    }
    int port = postmaster.port().getAsInt();
    if (options.port() != 0 && options.port() != port) {
      return false;
    }
    return ServerSession.serves(
        DatabaseSettings.of(
            "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
            DataDirectory.USER,
            directory.password()),
        directory.data());
  }

  private static int start(
      EmbeddedPostgresOptions options, PostgresCommands commands, DataDirectory directory) {
    int port = options.port() != 0 ? options.port() : freePort(directory.port());
    var flags = new StringBuilder("-c listen_addresses=127.0.0.1 -c unix_socket_directories=''");
    flags.append(" -c port=").append(port);
    options.settings().forEach((k, v) -> flags.append(" -c ").append(k).append("='" + v + "'"));
    try {
      commands.run(
          "pg_ctl",
          START,
          "start",
          "--wait",
          "--timeout=" + (START.toSeconds() - 5),
          "--pgdata=" + directory.data(),
          "--log=" + directory.log(),
          "--options=" + flags);
    } catch (IllegalStateException e) {
      throw new IllegalStateException(e.getMessage() + "\n" + logEnd(directory), e);
    }
    directory.recordPort(port);
    return port;
  }

  private static void stopAnyway(
      PostgresCommands commands, DataDirectory directory, Postmaster postmaster) {
    try {
      stop(commands, directory, "immediate");
    } catch (IllegalStateException e) {
      System.getLogger(EmbeddedPostgres.class.getName())
          .log(System.Logger.Level.WARNING, "killing a server that does not stop", e);
    }
    postmaster.clearAway();
  }

  private static void stop(PostgresCommands commands, DataDirectory directory, String mode) {
    commands.run(
        "pg_ctl",
        STOP,
        "stop",
        "--wait",
        "--timeout=" + (STOP.toSeconds() - 5),
        "--mode=" + mode,
        "--pgdata=" + directory.data());
  }

  /** The last port again if nobody took it, since other processes may have been told about it. */
  private static int freePort(int last) {
    for (int candidate : new int[] {last, 0}) {
      try (var socket = new ServerSocket(candidate, 1, InetAddress.getByName("127.0.0.1"))) {
        return socket.getLocalPort();
      } catch (IOException e) {
        if (candidate == 0) {
          throw new UncheckedIOException("no free port at 127.0.0.1", e);
        }
      }
    }
    throw new IllegalStateException("unreachable: port 0 either works or throws");
  }

  private static String logEnd(DataDirectory directory) {
    try {
      return PostgresCommands.end(directory.log());
    } catch (IOException e) {
      return "(its log cannot be read: " + e.getMessage() + ")";
    }
  }
}

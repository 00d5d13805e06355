package io.murmuration.schema.postgres;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Properties;
import java.util.Set;

/**
 * What lies on disk for one server: {@code data} (PostgreSQL's own), {@code server.log}, and {@code
 * server.properties} with what is needed to find the server again: its password and its port.
 */
final class DataDirectory {
  static final String USER = "postgres";

  private static final Duration INIT = Duration.ofMinutes(2);
  private static final int PASSWORD_BYTES = 18;
  private static final String PASSWORD = "password";
  private static final String PORT = "port";

  private final Path root;

  DataDirectory(Path root) {
    this.root = root;
  }

  Path data() {
    return root.resolve("data");
  }

  Path log() {
    return root.resolve("server.log");
  }

  String password() {
    return property(PASSWORD);
  }

  /** The port of the last start. */
  int port() {
    return Integer.parseInt(property(PORT));
  }

  void recordPort(int port) {
    record(password(), port);
  }

  /** Makes the database cluster unless there is one. A killed attempt is thrown away first. */
  void initialize(PostgresCommands commands) {
    if (Files.isDirectory(data())) {
      return;
    }
    try {
      Path fresh = root.resolve("data.new");
      FileTrees.delete(fresh);
      Files.createDirectory(fresh, PosixFilePermissions.asFileAttribute(ownerOnly("rwx")));
      byte[] random = new byte[PASSWORD_BYTES];
      new SecureRandom().nextBytes(random);
      String password = HexFormat.of().formatHex(random);
      record(password, 0);
      Path passwordFile = root.resolve("password.new");
      Files.deleteIfExists(passwordFile);
      Files.createFile(passwordFile, PosixFilePermissions.asFileAttribute(ownerOnly("rw-")));
      Files.writeString(passwordFile, password);
      commands.handOver(root);
      commands.run(
          "initdb",
          INIT,
          "--pgdata=" + fresh,
          "--username=" + USER,
          "--pwfile=" + passwordFile,
          "--auth=scram-sha-256",
          "--encoding=UTF8",
          "--locale=C",
          "--data-checksums");
      Files.delete(passwordFile);
      Files.move(fresh, data(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a database in " + root, e);
    }
  }

  private void record(String password, int port) {
    var properties = new Properties();
    properties.setProperty(PASSWORD, password);
    properties.setProperty(PORT, Integer.toString(port));
    try {
      Path next = root.resolve("server.properties.new");
      Files.deleteIfExists(next);
      Files.createFile(next, PosixFilePermissions.asFileAttribute(ownerOnly("rw-")));
      try (Writer writer = Files.newBufferedWriter(next)) {
        properties.store(writer, "how to reach the server of this directory");
      }
      Files.move(next, file(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file(), e);
    }
  }

  private String property(String key) {
    try (Reader reader = Files.newBufferedReader(file())) {
      var properties = new Properties();
      properties.load(reader);
      String value = properties.getProperty(key);
      if (value == null) {
        throw new IllegalStateException(file() + ": no " + key + " (expected: as we wrote it)");
      }
      return value;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file(), e);
    }
  }

  private Path file() {
    return root.resolve("server.properties");
  }

  private static Set<PosixFilePermission> ownerOnly(String bits) {
    return PosixFilePermissions.fromString(bits + "------");
  }
}

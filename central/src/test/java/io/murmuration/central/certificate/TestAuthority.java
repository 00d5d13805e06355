package io.murmuration.central.certificate;

import io.murmuration.schema.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** A hub's authority in a database of its own; two of them know nothing of each other. */
public final class TestAuthority implements AutoCloseable {
  public final TestDatabase database = TestDatabase.fresh();
  public final SecureRandom random = new SecureRandom();
  public final SettableClock clock = new SettableClock();
  public final CertificateSettings settings =
      new CertificateSettings(
          Duration.ofDays(90), Duration.ofDays(7), List.of("localhost", "127.0.0.1"));
  public final HubCa ca = open(clock);
  public final HubTls tls = new HubTls(ca, settings, clock, random);

  private HubCa open(InstantSource time) {
    try {
      Path directory = Files.createTempDirectory("authority");
      try {
        var keys = SealedKeys.open(database.database().transactions(), directory, random);
        return HubCa.openOrCreate(keys, time, random);
      } finally {
        Files.delete(directory.resolve(MasterKey.FILE_NAME));
        Files.delete(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use a temporary directory", e);
    }
  }

  @Override
  public void close() {
    database.close();
  }
}

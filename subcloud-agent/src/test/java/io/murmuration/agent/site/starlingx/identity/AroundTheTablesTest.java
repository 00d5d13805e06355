package io.murmuration.agent.site.starlingx.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.proto.keystone.IdentityType;
import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.agent.SiteWrite;
import io.murmuration.sync.model.ItemKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What must happen beside the rows: caches that forget, a keyring that learns first. */
@Tag("database")
@Timeout(120)
class AroundTheTablesTest {
  @TempDir private Path directory;

  /** Answers {@code flush_all} as memcached does, or as something else. */
  private static final class Memcached implements AutoCloseable {
    private final ServerSocket socket;
    private final AtomicInteger flushes = new AtomicInteger();
    private volatile String answer = "OK\r\n";

    Memcached() throws IOException {
      socket = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
      Thread.ofVirtual().start(this::serve);
    }

    private void serve() {
      while (!socket.isClosed()) {
        try (var client = socket.accept()) {
          var asked = new String(client.getInputStream().readNBytes(11), US_ASCII);
          if (asked.equals("flush_all\r\n")) {
            flushes.incrementAndGet();
          }
          client.getOutputStream().write(answer.getBytes(US_ASCII));
        } catch (IOException e) {
          answer = "closed: " + e.getMessage();
        }
      }
    }

    InetSocketAddress address() {
      return InetSocketAddress.createUnresolved("localhost", socket.getLocalPort());
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void cachesAreFlushedAfterAWriteAndOnceInALifeOfTheAgent() throws IOException {
    try (var memcached = new Memcached();
        var clouds = new Clouds(directory, List.of(memcached.address()), List.of())) {
      clouds.centre.user("u", "alice", "$2b$1");
      clouds.difference();
      assertThat(memcached.flushes).as("what an earlier life may owe").hasValue(1);
      clouds.align();
      assertThat(memcached.flushes).hasValue(2);
      clouds.difference();
      assertThat(memcached.flushes).as("nothing was written").hasValue(2);
    }
  }

  @Test
  void aFlushThatFailsIsOwedAndHoldsNothingUp() throws IOException {
    try (var memcached = new Memcached();
        var clouds = new Clouds(directory, List.of(memcached.address()), List.of())) {
      memcached.answer = "ERROR\r\n";
      clouds.centre.user("u", "alice", "$2b$1");
      clouds.align();
      int failed = memcached.flushes.get();
      memcached.answer = "OK\r\n";
      clouds.difference();
      int flushed = memcached.flushes.get();
      assertThat(flushed).isGreaterThan(failed);
      clouds.difference();
      assertThat(memcached.flushes).hasValue(flushed);
    }
  }

  @Test
  void cachesAreFlushedAfterAWriteOfUnknownOutcome() throws IOException {
    try (var memcached = new Memcached();
        var site =
            IdentitySite.open(
                new IdentitySettings(
                    new IdentitySettings.Way.Dcdbsync(URI.create("http://localhost:1")),
                    List.of(memcached.address()),
                    List.of(),
                    Duration.ofSeconds(1)),
                new AnswersAreLost(),
                directory.resolve("site"))) {
      site.read(new TreeSet<>(), false);
      assertThat(memcached.flushes).as("what an earlier life may owe").hasValue(1);
      var key = new ItemKey("role", "r1");
      assertThat(site.write(List.of(new SiteWrite.Delete(key))))
          .hasOnlyElementsOfType(SiteResult.Deferred.class);
      site.read(new TreeSet<>(), false);
      assertThat(memcached.flushes).hasValue(2);
    }
  }

  /** Perhaps commits; nobody hears of it. */
  private static final class AnswersAreLost implements IdentityTransport {
    @Override
    public Found read(Map<IdentityType, List<String>> names) throws TransportException {
      throw lost();
    }

    @Override
    public Optional<NamedUser> user(String domain, String name) throws TransportException {
      throw lost();
    }

    @Override
    public Done write(List<SiteWrite> writes) throws TransportException {
      throw lost();
    }

    private static TransportException lost() {
      return new TransportException("the connection broke", Duration.ofSeconds(1));
    }

    @Override
    public Optional<String> tell(String userId, String password) {
      return Optional.of("not possible");
    }

    @Override
    public void close() {}
  }

  @Test
  void theKeyringLearnsThePasswordOfAdminBeforeTheRowsChange() throws IOException {
    var log = directory.resolve("keyring");
    var command = script("echo asked >> " + log + "; test ! -e " + directory.resolve("broken"));
    try (var clouds = new Clouds(directory, List.of(), List.of(command.toString()))) {
      clouds.centre.user("a", "admin", "$2b$new").user("u", "alice", "$2b$1");
      clouds.local.user("s", "admin", "$2b$old");
      Files.createFile(directory.resolve("broken"));
      var results = clouds.write();
      assertThat(results).hasAtLeastOneElementOfType(SiteResult.Deferred.class);
      assertThat(results).contains(SiteResult.APPLIED);
      assertThat(clouds.local.column("SELECT password_hash FROM password ORDER BY 1"))
          .containsExactly("$2b$1", "$2b$old");
      Files.delete(directory.resolve("broken"));
      clouds.align();
      assertThat(Files.readAllLines(log)).hasSize(2);
      assertThat(clouds.local.column("SELECT password_hash FROM password ORDER BY 1"))
          .containsExactly("$2b$1", "$2b$new");
      clouds.centre.execute("UPDATE \"user\" SET extra = '{\"a\": 1}' WHERE id = 'a'");
      clouds.align();
      assertThat(Files.readAllLines(log)).as("another change of admin").hasSize(2);
    }
  }

  private Path script(String line) throws IOException {
    var file = Files.writeString(directory.resolve("command"), "#!/bin/sh\n" + line + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}

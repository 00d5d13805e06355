package io.murmuration.agent.site.starlingx;

import io.murmuration.agent.site.SiteReading;
import io.murmuration.agent.site.starlingx.client.CallPolicy;
import io.murmuration.agent.site.starlingx.client.Credentials;
import io.murmuration.agent.site.starlingx.client.SiteServices;
import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.agent.SiteWrite;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;

/** A StarlingX site against fake services, and short words for what tests do with it. */
final class SiteUnderTest implements AutoCloseable {
  static final ItemKey DNS = new ItemKey("dns", "default");
  static final ItemKey NTP = new ItemKey("ntp", "default");
  static final ItemKey ADMIN_ENDPOINT = new ItemKey("admin-endpoint", "default");
  static final ItemKey LOGGING = new ItemKey("remote-logging", "default");

  /** Quick, and without retries and circuit unless a test wants them. */
  static final CallPolicy POLICY =
      CallPolicy.DEFAULT
          .timeouts(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(10))
          .readTries(1, Duration.ofMillis(1))
          .circuit(1000, Duration.ofMillis(100));

  final ManualClock clock = new ManualClock();
  final FakeServices services = new FakeServices(clock);
  private final Path directory;
  private final InetSocketAddress adminEndpoint;
  private final Path passwordFile;
  private StarlingXSite site;

  SiteUnderTest(Path directory) throws Exception {
    this(directory, POLICY);
  }

  SiteUnderTest(Path directory, CallPolicy policy) throws Exception {
    this(directory, policy, InetSocketAddress.createUnresolved("localhost", 1));
  }

  SiteUnderTest(Path directory, CallPolicy policy, InetSocketAddress adminEndpoint)
      throws Exception {
    this.directory = directory;
    this.adminEndpoint = adminEndpoint;
    this.passwordFile = directory.resolve("password");
    password("s3cret");
    this.site = open(policy);
  }

  private StarlingXSite open(CallPolicy policy) throws Exception {
    return StarlingXSite.open(settings(policy), directory.resolve("site"), clock);
  }

  StarlingXSettings settings(CallPolicy policy) {
    var url = URI.create("http://localhost:" + services.server().port());
    var credentials = new Credentials(url, "agent", "Default", "services", "Default", passwordFile);
    return new StarlingXSettings(
        url,
        adminEndpoint,
        credentials,
        Optional.empty(),
        policy,
        new SiteServices.Addresses(url, url),
        Optional.empty());
  }

  /** The agent's process starts again. */
  void restart() throws Exception {
    site.close();
    site = open(POLICY);
  }

  /** The agent's process was killed when its directory looked like this. */
  void restartFrom(Path snapshot) throws Exception {
    site.close();
    var own = directory.resolve("site");
    try (var files = Files.list(own)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
    copy(snapshot, own);
    site = open(POLICY);
  }

  /** What the agent has on its disk now. */
  void snapshot(Path to) {
    try {
      copy(directory.resolve("site"), Files.createDirectories(to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.list(from)) {
      for (var file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  void password(String password) throws IOException {
    Files.writeString(passwordFile, password + "\n");
  }

  StarlingXSite site() {
    return site;
  }

  SiteResult put(ItemKey key, String value) {
    return write(new SiteWrite.Upsert(key, Payload.of(value))).getFirst();
  }

  SiteResult delete(ItemKey key) {
    return write(new SiteWrite.Delete(key)).getFirst();
  }

  List<SiteResult> write(SiteWrite... writes) {
    return site.write(kind(writes[0].key()), List.of(writes));
  }

  SiteReading reading(ItemKey... keys) {
    return site.read(kind(keys[0]), new TreeSet<>(List.of(keys)), true);
  }

  private static Kind kind(ItemKey key) {
    return key.equals(ADMIN_ENDPOINT) ? Kind.DC_CERT : Kind.PLATFORM;
  }

  SortedMap<ItemKey, Payload> read(ItemKey... keys) {
    return switch (reading(keys)) {
      case SiteReading.Values(var values) -> values;
      case SiteReading.Failed(var why, _) -> throw new AssertionError(why);
    };
  }

  @Override
  public void close() {
    site.close();
    services.close();
  }
}

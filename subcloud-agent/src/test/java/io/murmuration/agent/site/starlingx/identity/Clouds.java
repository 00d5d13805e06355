package io.murmuration.agent.site.starlingx.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.agent.site.SiteReading;
import io.murmuration.agent.site.starlingx.client.CallPolicy;
import io.murmuration.agent.site.starlingx.client.Credentials;
import io.murmuration.agent.site.starlingx.client.IdentityServices;
import io.murmuration.agent.site.starlingx.identity.rest.RestTransport;
import io.murmuration.proto.canonical.CanonicalJson;
import io.murmuration.proto.canonical.InvalidJsonException;
import io.murmuration.proto.keystone.IdentityReader;
import io.murmuration.proto.keystone.IdentityType;
import io.murmuration.proto.keystone.KeystoneTables;
import io.murmuration.schema.testing.KeystoneDatabase;
import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.agent.SiteWrite;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.resource.ApplyOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;

/**
 * A central Keystone, a site's, and the site's agent; what lies between them is done here as the
 * machines of hub and agent do it: the difference, in the order of a push.
 */
final class Clouds implements AutoCloseable {
  final KeystoneDatabase centre = KeystoneDatabase.fresh();
  final KeystoneDatabase local = KeystoneDatabase.fresh();
  private final Path directory;
  private final List<InetSocketAddress> caches;
  private final List<String> adminCommand;
  private final TreeSet<ItemKey> given = new TreeSet<>();
  private final boolean rest;
  final FakeDcdbsync dcdbsync = new FakeDcdbsync(local);
  private IdentitySite site;

  Clouds(Path directory) {
    this(directory, List.of(), List.of());
  }

  /** The site's agent reaches the tables through dcdbsync only. */
  static Clouds throughDcdbsync(Path directory, String... adminCommand) {
    return new Clouds(directory, List.of(), List.of(adminCommand), true);
  }

  Clouds(Path directory, List<InetSocketAddress> caches, List<String> adminCommand) {
    this(directory, caches, adminCommand, false);
  }

  private Clouds(
      Path directory, List<InetSocketAddress> caches, List<String> adminCommand, boolean rest) {
    this.rest = rest;
    this.directory = directory;
    this.caches = caches;
    this.adminCommand = adminCommand;
    this.site = open(local.settings().url());
  }

  IdentitySite site() {
    return site;
  }

  /** As after a restart of the agent. */
  void restart() {
    site.close();
    site = open(local.settings().url());
  }

  void restartAt(String url) {
    site.close();
    site = open(url);
  }

  private IdentitySite open(String url) {
    try {
      var password = directory.resolve("password");
      Files.writeString(password, local.settings().password() + "\n");
      var transport = rest ? rest(password) : tables(url, password);
      return IdentitySite.open(
          new IdentitySettings(transport.way(), caches, adminCommand, Duration.ofSeconds(20)),
          transport.transport(),
          directory.resolve("site"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Chosen(IdentitySettings.Way way, IdentityTransport transport) {}

  private Chosen tables(String url, Path password) {
    var way =
        new IdentitySettings.Way.Tables(
            url, local.settings().user(), password, Duration.ofSeconds(5), Duration.ofSeconds(20));
    return new Chosen(way, new TablesTransport(way));
  }

  private Chosen rest(Path password) {
    try {
      var services =
          new IdentityServices(
              dcdbsync.url(),
              new Credentials(dcdbsync.url(), "agent", "Default", "services", "Default", password),
              SSLContext.getDefault(),
              CallPolicy.DEFAULT
                  .timeouts(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(10))
                  .readTries(1, Duration.ofMillis(1))
                  .circuit(1000, Duration.ofMillis(100)),
              InstantSource.system());
      return new Chosen(
          new IdentitySettings.Way.Dcdbsync(dcdbsync.url()),
          new RestTransport(services, InstantSource.system()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the centre wants. */
  SortedMap<ItemKey, Payload> wanted() {
    var wanted = new TreeMap<ItemKey, Payload>();
    try (var connection = centre.connect()) {
      var reader = new IdentityReader(connection, KeystoneTables.read(connection));
      for (var type : IdentityType.values()) {
        for (var value : reader.readAll(type).entrySet()) {
          wanted.put(
              new ItemKey(type.wireName(), value.getKey()),
              Payload.of(CanonicalJson.print(value.getValue())));
        }
      }
      return wanted;
    } catch (SQLException | InvalidJsonException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the site shows of these. */
  SortedMap<ItemKey, Payload> shown(SortedSet<ItemKey> keys) {
    assertThat(site.read(keys, true)).isInstanceOf(SiteReading.Values.class);
    return site.read(keys, true) instanceof SiteReading.Values(var values)
        ? values
        : new TreeMap<>();
  }

  /** What a push would write now. */
  List<SiteWrite> difference() {
    var wanted = wanted();
    var keys = new TreeSet<>(given);
    keys.addAll(wanted.keySet());
    var shown = shown(keys);
    var upserts = new ArrayList<ItemKey>();
    var deletions = new ArrayList<ItemKey>();
    for (var key : keys) {
      var payload = wanted.get(key);
      if (payload != null && !payload.equals(shown.get(key))) {
        upserts.add(key);
      } else if (payload == null && shown.containsKey(key)) {
        deletions.add(key);
      }
    }
    upserts.sort(ApplyOrder.UPSERTS);
    deletions.sort(ApplyOrder.DELETIONS);
    given.addAll(wanted.keySet());
    var writes = new ArrayList<SiteWrite>();
    upserts.forEach(
        key -> writes.add(new SiteWrite.Upsert(key, wanted.getOrDefault(key, Payload.of("{}")))));
    deletions.forEach(key -> writes.add(new SiteWrite.Delete(key)));
    return writes;
  }

  List<SiteResult> write() {
    return site.write(difference());
  }

  /** A push, after which the site is as the centre wants it. */
  void align() {
    var writes = difference();
    assertThat(site.write(writes))
        .as("results of %s", writes.stream().map(SiteWrite::key).toList())
        .allMatch(SiteResult.APPLIED::equals);
    assertThat(difference()).as("left after the push").isEmpty();
  }

  @Override
  public void close() {
    site.close();
    dcdbsync.close();
    centre.close();
    local.close();
  }
}

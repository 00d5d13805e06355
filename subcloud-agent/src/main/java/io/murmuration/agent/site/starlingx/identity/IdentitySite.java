package io.murmuration.agent.site.starlingx.identity;

import io.murmuration.agent.site.KindSite;
import io.murmuration.agent.site.SiteReading;
import io.murmuration.agent.site.starlingx.IdentityAlignment;
import io.murmuration.agent.site.starlingx.identity.write.Projection;
import io.murmuration.agent.site.starlingx.identity.write.Value;
import io.murmuration.proto.canonical.InvalidJsonException;
import io.murmuration.proto.keystone.IdentityType;
import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.agent.SiteWrite;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The identities of a site's Keystone, kept on one of two ways. Only what differs is written; what
 * was never declared is not touched.
 *
 * <p>Rows are written past Keystone, so no policy and no rule about passwords is asked, hashes are
 * never made anew, and its caches are flushed afterwards.
 */
public final class IdentitySite implements KindSite, IdentityAlignment {
  private static final Logger log = LoggerFactory.getLogger(IdentitySite.class);
  private static final Duration DISK_RETRY = Duration.ofSeconds(30);

  private final IdentityTransport transport;
  private final AdminPassword admin;
  private final TokenCaches caches;
  private final IdentityMemory memory;
  private volatile boolean aligned;
  private volatile boolean kept = true;

  private IdentitySite(
      IdentitySettings settings, IdentityTransport transport, IdentityMemory memory) {
    this.transport = transport;
    this.admin =
        new AdminPassword(
            transport,
            settings.adminCommand(),
            settings.adminPatience(),
            settings.way() instanceof IdentitySettings.Way.Dcdbsync);
    this.caches = new TokenCaches(settings.memcached());
    this.memory = memory;
  }

  /**
   * Connects to nothing yet.
   *
   * @param transport of {@link IdentitySettings#way}; closed with the site
   * @param directory for what Keystone cannot tell; made if it is not there
   * @throws IOException if the directory cannot be used
   */
  public static IdentitySite open(
      IdentitySettings settings, IdentityTransport transport, Path directory) throws IOException {
    return new IdentitySite(settings, transport, IdentityMemory.open(directory));
  }

  @Override
  public Kind kind() {
    return Kind.IDENTITY;
  }

  @Override
  public SortedSet<String> types() {
    return Stream.of(IdentityType.values())
        .map(IdentityType::wireName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public boolean isAligned() {
    return aligned || !kept;
  }

  /**
   * @param kept false: the hub keeps no identities, so that none will ever be aligned
   */
  public void kept(boolean kept) {
    this.kept = kept;
  }

  @Override
  public SiteReading read(SortedSet<ItemKey> keys, boolean bypassCache) {
    caches.settle();
    try {
      var values = shown(transport.read(names(keys)));
      if (areIdsKnown(keys, values.keySet())) {
        aligned = true;
      }
      return new SiteReading.Values(values);
    } catch (TransportException e) {
      return new SiteReading.Failed(e.why(), e.retryAfter());
    }
  }

  private static Map<IdentityType, List<String>> names(SortedSet<ItemKey> keys) {
    var names = new EnumMap<IdentityType, List<String>>(IdentityType.class);
    for (var key : keys) {
      IdentityType.fromWireName(key.type())
          .ifPresent(type -> names.computeIfAbsent(type, _ -> new ArrayList<>()).add(key.name()));
    }
    return names;
  }

  private SortedMap<ItemKey, Payload> shown(IdentityTransport.Found found) {
    var projection = new Projection(found.schema());
    var values = new TreeMap<ItemKey, Payload>();
    for (var item : found.items().entrySet()) {
      var key = item.getKey();
      var type = IdentityType.fromWireName(key.type()).orElseThrow();
      try {
        values.put(key, shown(type, key, item.getValue(), projection));
      } catch (InvalidJsonException e) {
        log.warn("{} has no canonical form reason={}", key, e.getMessage());
      }
    }
    return values;
  }

  /** What the tables say, filled up with what they cannot say. */
  private Payload shown(IdentityType type, ItemKey key, Value local, Projection projection)
      throws InvalidJsonException {
    var wider = memory.wider(key);
    return wider.isPresent() && projection.agree(type, Value.of(wider.get()), local)
        ? wider.get()
        : local.payload();
  }

  /** Whether everybody who has an id at the centre has the same here, but for who was refused. */
  private boolean areIdsKnown(SortedSet<ItemKey> keys, Set<ItemKey> found) {
    var user = IdentityType.USER.wireName();
    return keys.stream().anyMatch(key -> key.type().equals(user))
        && keys.stream()
            .filter(key -> hasId(key.type()))
            .allMatch(key -> found.contains(key) || memory.isRefused(key));
  }

  private static boolean hasId(String type) {
    return IdentityType.fromWireName(type).stream()
        .anyMatch(t ->
            switch (t) {
              case PROJECT, ROLE, USER, GROUP -> true;
              case REVOCATION_EVENT, ASSIGNMENT -> false;
            });
  }

  @Override
  public List<SiteResult> write(List<SiteWrite> writes) {
    var results = new ArrayList<@Nullable SiteResult>();
    var ready = new ArrayList<SiteWrite>();
    try {
      for (var write : writes) {
        var wait = admin.prepare(write);
        results.add(wait.orElse(null));
        if (wait.isEmpty()) {
          ready.add(write);
        }
      }
      var written = writeReady(ready).iterator();
      return results.stream().map(known -> known == null ? written.next() : known).toList();
    } catch (TransportException e) {
      return all(writes, new SiteResult.Deferred(e.retryAfter(), e.why()));
    } catch (IOException e) {
      return all(
          writes,
          new SiteResult.Deferred(
              DISK_RETRY, "the agent's directory cannot be written: " + e.getMessage()));
    }
  }

  private List<SiteResult> writeReady(List<SiteWrite> writes)
      throws TransportException, IOException {
    caches.owe(); // first: a write of which no answer came may have been committed
    var done = transport.write(writes);
    var written = Written.of(writes, done.results(), new Projection(done.schema()));
    caches.settle();
    memory.learn(written.wider(), written.refused());
    if (written.results().stream().noneMatch(SiteResult.Deferred.class::isInstance)) {
      aligned = true;
    }
    return written.results();
  }

  private static List<SiteResult> all(List<SiteWrite> writes, SiteResult result) {
    return writes.stream().map(_ -> result).toList();
  }

  /** Calls that are under way fail. */
  @Override
  public void close() {
    transport.close();
    try {
      memory.close();
    } catch (IOException e) {
      log.warn("directory of the identity memory not closed reason={}", e.getMessage());
    }
  }
}

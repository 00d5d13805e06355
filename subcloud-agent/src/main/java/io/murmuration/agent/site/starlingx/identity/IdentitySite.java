package io.murmuration.agent.site.starlingx.identity;

import io.murmuration.agent.site.KindSite;
import io.murmuration.agent.site.SiteReading;
import io.murmuration.agent.site.starlingx.IdentityAlignment;
import io.murmuration.agent.site.starlingx.identity.write.DatabaseAnswer;
import io.murmuration.agent.site.starlingx.identity.write.IdentityWriter;
import io.murmuration.agent.site.starlingx.identity.write.Projection;
import io.murmuration.agent.site.starlingx.identity.write.Tables;
import io.murmuration.agent.site.starlingx.identity.write.Value;
import io.murmuration.proto.canonical.InvalidJsonException;
import io.murmuration.proto.keystone.IdentityReader;
import io.murmuration.proto.keystone.IdentityType;
import io.murmuration.proto.keystone.KeystoneTables;
import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.agent.SiteWrite;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables of a site's Keystone. A push is written in one transaction: it is there as a whole, or
 * as if it had not begun. Only what differs is written; what was never declared is not touched.
 *
 * <p>Rows are written past Keystone, so no policy and no rule about passwords is asked, hashes are
 * never made anew, and its caches are flushed afterwards.
 */
public final class IdentitySite implements KindSite, IdentityAlignment {
  private static final Logger log = LoggerFactory.getLogger(IdentitySite.class);
  private static final Duration DISK_RETRY = Duration.ofSeconds(30);
  private static final Duration SCHEMA_RETRY = Duration.ofMinutes(5);

  private final SiteKeystone keystone;
  private final AdminPassword admin;
  private final TokenCaches caches;
  private final IdentityMemory memory;
  private volatile boolean aligned;
  private volatile boolean kept = true;

  private IdentitySite(IdentitySettings settings, IdentityMemory memory) {
    this.keystone = new SiteKeystone(settings);
    this.admin = new AdminPassword(keystone, settings.adminCommand(), settings.adminPatience());
    this.caches = new TokenCaches(settings.memcached());
    this.memory = memory;
  }

  /**
   * Connects to nothing yet.
   *
   * @param directory for what the tables cannot tell; made if it is not there
   * @throws IOException if the directory cannot be used
   */
  public static IdentitySite open(IdentitySettings settings, Path directory) throws IOException {
    return new IdentitySite(settings, IdentityMemory.open(directory));
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
      var reading = keystone.read(connection -> read(connection, keys));
      if (reading instanceof SiteReading.Values(var values) && areIdsKnown(keys, values.keySet())) {
        aligned = true;
      }
      return reading;
    } catch (SQLException e) {
      return DatabaseAnswer.unread(e);
    }
  }

  private SiteReading read(Connection connection, SortedSet<ItemKey> keys) throws SQLException {
    var tables = KeystoneTables.read(connection);
    if (!tables.missing().isEmpty()) {
      return new SiteReading.Failed(noKeystone(tables), SCHEMA_RETRY);
    }
    var reader = new IdentityReader(connection, tables);
    var projection = new Projection(tables);
    var values = new TreeMap<ItemKey, Payload>();
    for (var type : IdentityType.values()) {
      var names = names(type, keys);
      if (names.isEmpty()) {
        continue;
      }
      for (var found : reader.read(type, names).entrySet()) {
        var key = new ItemKey(type.wireName(), found.getKey());
        try {
          values.put(key, shown(type, key, new Value(found.getValue()), projection));
        } catch (InvalidJsonException e) {
          log.warn("{} has no canonical form reason={}", key, e.getMessage());
        }
      }
    }
    return new SiteReading.Values(values);
  }

  private static List<String> names(IdentityType type, SortedSet<ItemKey> keys) {
    return keys.stream()
        .filter(key -> key.type().equals(type.wireName()))
        .map(ItemKey::name)
        .toList();
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
    } catch (SQLException e) {
      log.warn("identity not written reason={}", DatabaseAnswer.words(e));
      return all(writes, DatabaseAnswer.later(e));
    } catch (IOException e) {
      return all(
          writes,
          new SiteResult.Deferred(
              DISK_RETRY, "the agent's directory cannot be written: " + e.getMessage()));
    }
  }

  private List<SiteResult> writeReady(List<SiteWrite> writes) throws SQLException, IOException {
    var written = writeTogether(writes);
    caches.owe();
    caches.settle();
    memory.learn(written.wider(), written.refused());
    if (written.results().stream().noneMatch(SiteResult.Deferred.class::isInstance)) {
      aligned = true;
    }
    return written.results();
  }

  /** At once; if the tables do not take an item, again with an answer for each. */
  private Written writeTogether(List<SiteWrite> writes) throws SQLException {
    try {
      return keystone.write(connection -> write(connection, writes, false));
    } catch (SQLException e) {
      if (!DatabaseAnswer.isAboutTheItem(e)) {
        throw e;
      }
      log.info("identity written item by item reason={}", DatabaseAnswer.words(e));
      return keystone.write(connection -> write(connection, writes, true));
    }
  }

  private Written write(Connection connection, List<SiteWrite> writes, boolean each)
      throws SQLException {
    var tables = Tables.of(connection);
    if (!tables.schema().missing().isEmpty()) {
      var later = new SiteResult.Deferred(SCHEMA_RETRY, noKeystone(tables.schema()));
      return Written.of(writes, all(writes, later), tables.projection());
    }
    var results = new IdentityWriter(connection, tables).write(writes, each);
    return Written.of(writes, results, tables.projection());
  }

  private static List<SiteResult> all(List<SiteWrite> writes, SiteResult result) {
    return writes.stream().map(_ -> result).toList();
  }

  private static String noKeystone(KeystoneTables tables) {
    return "Keystone's database has no tables "
        + tables.missing()
        + " (expected: the database of a Keystone)";
  }

  /** Calls that are under way fail. */
  @Override
  public void close() {
    keystone.close();
    try {
      memory.close();
    } catch (IOException e) {
      log.warn("directory of the identity memory not closed reason={}", e.getMessage());
    }
  }
}

package io.murmuration.agent.site.starlingx.identity;

import io.murmuration.agent.site.starlingx.identity.write.Value;
import io.murmuration.proto.keystone.IdentityType;
import io.murmuration.proto.keystone.KeystoneTables;
import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.agent.SiteWrite;
import io.murmuration.sync.model.ItemKey;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A way to the identities of the site's Keystone. Blocks, not for ever; used by one thread. */
public interface IdentityTransport extends AutoCloseable {
  /** Those of the names that are there. */
  Found read(Map<IdentityType, List<String>> names) throws TransportException;

  /** The user of a name, whatever the id. */
  Optional<NamedUser> user(String domain, String name) throws TransportException;

  /** One result per write, in its order. */
  Done write(List<SiteWrite> writes) throws TransportException;

  /**
   * Tells Keystone somebody's password, so that whoever listens to it learns it too.
   *
   * @return why that was not possible
   */
  Optional<String> tell(String userId, String password);

  /** Calls that are under way fail. */
  @Override
  void close();

  /**
   * @param schema what this Keystone has a place for
   */
  record Found(KeystoneTables schema, SortedMap<ItemKey, Value> items) {
    public Found {
      items = Collections.unmodifiableSortedMap(new TreeMap<>(items));
    }
  }

  record NamedUser(String id, KeystoneTables schema, Value value) {}

  record Done(KeystoneTables schema, List<SiteResult> results) {
    public Done {
      results = List.copyOf(results);
    }
  }
}

package io.murmuration.central.identity;

import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Payload;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A way to the identities of the central Keystone. Blocks, not for ever; used by one thread. */
public interface IdentityOrigin {
  /**
   * Everything, as one snapshot.
   *
   * @param seen version of the last one, empty at first
   * @return empty if nothing changed since
   * @throws OriginAwayException if not all of it could be read
   */
  Optional<Reading> read(Optional<String> seen) throws OriginAwayException;

  /**
   * @param version changes whenever the items may have changed; means nothing else
   */
  record Reading(String version, SortedMap<ItemKey, Payload> items) {
    public Reading {
      items = Collections.unmodifiableSortedMap(new TreeMap<>(items));
    }

    /** Without the payloads: they are secret. */
    @Override
    public String toString() {
      return items.size() + " items";
    }
  }
}

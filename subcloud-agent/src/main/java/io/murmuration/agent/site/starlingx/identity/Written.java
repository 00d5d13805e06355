package io.murmuration.agent.site.starlingx.identity;

import io.murmuration.agent.site.starlingx.identity.write.Projection;
import io.murmuration.agent.site.starlingx.identity.write.Value;
import io.murmuration.proto.keystone.IdentityType;
import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.agent.SiteWrite;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Payload;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a committed transaction did, and what is to be remembered of it.
 *
 * @param wider by key the value that the tables cannot hold as a whole, else null
 * @param refused by key whether it was, or lacks what it needs
 */
record Written(
    List<SiteResult> results,
    SortedMap<ItemKey, @Nullable Payload> wider,
    SortedMap<ItemKey, Boolean> refused) {
  Written {
    results = List.copyOf(results);
    wider = Collections.unmodifiableSortedMap(new TreeMap<>(wider));
    refused = Collections.unmodifiableSortedMap(new TreeMap<>(refused));
  }

  static Written of(List<SiteWrite> writes, List<SiteResult> results, Projection projection) {
    var wider = new TreeMap<ItemKey, @Nullable Payload>();
    var refused = new TreeMap<ItemKey, Boolean>();
    for (int i = 0; i < results.size(); i++) {
      var write = writes.get(i);
      if (results.get(i) instanceof SiteResult.Deferred) {
        continue;
      }
      boolean is = isWithout(results.get(i));
      refused.put(write.key(), is && write instanceof SiteWrite.Upsert);
      if (!is) {
        wider.put(write.key(), wider(write, projection));
      }
    }
    return new Written(results, wider, refused);
  }

  private static boolean isWithout(SiteResult result) {
    return switch (result) {
      case SiteResult.Refused _, SiteResult.Lacking _ -> true;
      case SiteResult.Applied _, SiteResult.Reset _, SiteResult.Deferred _ -> false;
    };
  }

  private static @Nullable Payload wider(SiteWrite write, Projection projection) {
    var type = IdentityType.fromWireName(write.key().type());
    return write instanceof SiteWrite.Upsert(_, var payload)
            && type.isPresent()
            && !projection.fits(type.get(), Value.of(payload))
        ? payload
        : null;
  }
}

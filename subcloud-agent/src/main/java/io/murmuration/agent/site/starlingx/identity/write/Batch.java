package io.murmuration.agent.site.starlingx.identity.write;

import io.murmuration.sync.agent.SiteWrite;
import io.murmuration.sync.model.ItemKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which items come and which go in the same transaction. */
public record Batch(Set<ItemKey> coming, Set<ItemKey> going) {
  public Batch {
    coming = Set.copyOf(coming);
    going = Set.copyOf(going);
  }

  public static Batch of(List<SiteWrite> writes) {
    var coming = new HashSet<ItemKey>();
    var going = new HashSet<ItemKey>();
    for (var write : writes) {
      switch (write) {
        case SiteWrite.Upsert(var key, _) -> coming.add(key);
        case SiteWrite.Delete(var key) -> going.add(key);
      }
    }
    return new Batch(coming, going);
  }

  public boolean comes(String type, String name) {
    return coming.contains(new ItemKey(type, name));
  }

  public boolean goes(String type, String name) {
    return going.contains(new ItemKey(type, name));
  }
}

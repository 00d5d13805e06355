package io.murmuration.central.recovery.conflict;

import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.resource.WantedSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Asks the agents of sites whose stream is at this node. */
@FunctionalInterface
public interface SiteContents {
  /**
   * Blocks until the agent has answered, for a bounded time.
   *
   * @param which items may be looked into; of others nothing leaves the site
   */
  Reply read(SubcloudId id, Kind kind, WantedSet wanted, Predicate<ItemKey> which);

  /** What came of it. */
  sealed interface Reply {
    /**
     * How the site differs from what is wanted.
     *
     * @param values at the site that differ or are not wanted
     * @param missing wanted and not at the site
     */
    record Read(Map<ItemKey, Payload> values, Set<ItemKey> missing) implements Reply {
      public Read {
        values = new TreeMap<>(values);
        missing = new TreeSet<>(missing);
      }
    }

    /**
     * @param why in words for an operator
     */
    record Unanswered(String why) implements Reply {}

    /** The stream is at another node, or nowhere. */
    record NotHere() implements Reply {}
  }
}

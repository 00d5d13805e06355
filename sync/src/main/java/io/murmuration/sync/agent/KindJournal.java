package io.murmuration.sync.agent;

import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Lineage;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.Refusal;
import io.murmuration.sync.model.Revision;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an agent remembers of one kind across crashes: the last finished revision and everything it
 * wants. Immutable.
 *
 * @param held every item of this revision was applied or refused
 * @param lineage the history {@code held} belongs to
 * @param wanted exactly the keys that digests cover
 */
public record KindJournal(
    Revision held,
    Lineage lineage,
    SortedMap<ItemKey, Payload> wanted,
    SortedMap<ItemKey, Refusal> refusals) {
  public static final KindJournal EMPTY =
      new KindJournal(
          Revision.NONE, Lineage.NONE, Collections.emptySortedMap(), Collections.emptySortedMap());

  public KindJournal {
    wanted = Collections.unmodifiableSortedMap(new TreeMap<>(wanted));
    refusals = Collections.unmodifiableSortedMap(new TreeMap<>(refusals));
  }
}

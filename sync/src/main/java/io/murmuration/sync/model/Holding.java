package io.murmuration.sync.model;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a site holds of one kind, as last observed there.
 *
 * @param revision the last finished one: every item applied or refused
 * @param digest root over the values read at the site for exactly the wanted keys; null if not
 *     observed, or observed with another digest key. An item whose drift is only reported counts
 *     with the value that it was given: nothing is to be done about it
 * @param reported how many items of each type differ from that, because their drift is not repaired
 */
public record Holding(
    Revision revision,
    @Nullable Digest digest,
    List<Refusal> refusals,
    SortedMap<String, Integer> reported) {
  public static final Holding NOTHING = new Holding(Revision.NONE, null, List.of());

  public Holding {
    refusals = List.copyOf(refusals);
    reported =
        reported.isEmpty()
            ? Collections.emptySortedMap()
            : Collections.unmodifiableSortedMap(new TreeMap<>(reported));
  }

  /** Without drift that is only reported. */
  public Holding(Revision revision, @Nullable Digest digest, List<Refusal> refusals) {
    this(revision, digest, refusals, Collections.emptySortedMap());
  }
}

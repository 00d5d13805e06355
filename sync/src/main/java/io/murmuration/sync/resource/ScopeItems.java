package io.murmuration.sync.resource;

import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Revision;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The newest version of every item that one scope ever declared of one kind, removed ones included
 * (they are what deletions are computed from). Immutable.
 *
 * @param head revision of the newest change of this scope and kind
 * @param rescoped last revision at which the set of scopes itself changed (subcloud scope only): a
 *     difference must not reach behind it
 */
public record ScopeItems(
    Revision head, Revision rescoped, SortedMap<ItemKey, ItemVersion> versions) {
  public static final ScopeItems EMPTY =
      new ScopeItems(Revision.NONE, Revision.NONE, Collections.emptySortedMap());

  public ScopeItems {
    versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
  }

  /** With newer versions laid over; older ones than already known are ignored. */
  public ScopeItems with(Revision newHead, Revision newRescoped, Collection<ItemVersion> newer) {
    var merged = new TreeMap<>(versions);
    for (var version : newer) {
      merged.merge(version.key(), version, (a, b) -> a.revision().isAfter(b.revision()) ? a : b);
    }
    return new ScopeItems(head.max(newHead), rescoped.max(newRescoped), merged);
  }
}

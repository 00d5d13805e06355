package io.murmuration.sync.resource;

import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Revision;
import java.util.List;

/**
 * What a push carries: the whole set, or what changed after {@code from}. In the order of
 * application. Immutable; equal for all subclouds with the same scopes and the same {@code from},
 * so that it is encoded once.
 */
public record PushContent(
    Revision from, boolean full, List<WantedItem> items, List<ItemKey> deletions) {
  public PushContent {
    items = List.copyOf(items);
    deletions = List.copyOf(deletions);
  }

  /** Everything, for a site whose held revision says nothing. */
  public static PushContent full(WantedSet wanted) {
    return select(wanted, Revision.NONE, true);
  }

  /** The difference after {@code held}, or everything if the scopes changed since. */
  public static PushContent since(WantedSet wanted, Revision held) {
    boolean full = held.equals(Revision.NONE) || wanted.fullBefore().isAfter(held);
    return select(wanted, full ? Revision.NONE : held, full);
  }

  private static PushContent select(WantedSet wanted, Revision from, boolean full) {
    return new PushContent(
        from,
        full,
        wanted.items().stream()
            .filter(item -> item.changed().isAfter(from))
            .sorted((a, b) -> ApplyOrder.UPSERTS.compare(a.key(), b.key()))
            .toList(),
        wanted.deletions().stream()
            .filter(deletion -> deletion.changed().isAfter(from))
            .map(Deletion::key)
            .sorted(ApplyOrder.DELETIONS)
            .toList());
  }
}

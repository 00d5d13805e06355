package io.murmuration.agent.apply;

import io.murmuration.sync.agent.PushOrder;
import io.murmuration.sync.model.ItemKey;
import java.util.List;

/** The parsed bodies of a push. Immutable and shared by agents that get the same. */
public record PushContents(List<PushOrder.Entry> items, List<ItemKey> deletions) {
  public PushContents {
    items = List.copyOf(items);
    deletions = List.copyOf(deletions);
  }
}

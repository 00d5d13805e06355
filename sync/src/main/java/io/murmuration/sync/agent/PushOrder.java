package io.murmuration.sync.agent;

import io.murmuration.sync.model.Digest;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Lineage;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.Revision;
import java.util.List;

/**
 * A push as a whole, all parts assembled.
 *
 * @param lineage of the stream it came on
 * @param items in the order of application
 * @param deletions in the order of deletion, after the items
 * @param target root digest of everything wanted at {@code to}
 */
public record PushOrder(
    long attempt,
    Lineage lineage,
    Revision from,
    Revision to,
    boolean full,
    boolean retryRefused,
    Digest target,
    List<Entry> items,
    List<ItemKey> deletions) {

  /** One item of the push. */
  public record Entry(ItemKey key, Payload payload) {}

  public PushOrder {
    items = List.copyOf(items);
    deletions = List.copyOf(deletions);
  }
}

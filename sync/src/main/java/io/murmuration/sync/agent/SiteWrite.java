package io.murmuration.sync.agent;

import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Payload;

/** One change to make at the site. */
public sealed interface SiteWrite {
  ItemKey key();

  record Upsert(ItemKey key, Payload payload) implements SiteWrite {}

  record Delete(ItemKey key) implements SiteWrite {}
}

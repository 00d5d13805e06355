package io.murmuration.agent.site;

import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Payload;
import java.time.Duration;
import java.util.SortedMap;

/** What came of reading a site. */
public sealed interface SiteReading {
  /**
   * @param values keys that are not at the site are not in it
   */
  record Values(SortedMap<ItemKey, Payload> values) implements SiteReading {}

  /**
   * @param why in words for an operator, without secret values
   */
  record Failed(String why, Duration retryAfter) implements SiteReading {}
}

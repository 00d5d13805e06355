package io.murmuration.sync.model;

import java.time.Duration;
import java.util.List;

/** How a push ended, as the agent says. */
public sealed interface Answer {
  /** Every item was applied or refused, read back and made durable. */
  record Finished(Holding holding) implements Answer {}

  /**
   * Some items could not be taken now; the held revision did not move.
   *
   * @param items which; empty if it is not about single ones, or an older agent does not say
   */
  record Deferred(Duration retryAfter, String reason, List<ItemKey> items) implements Answer {
    public Deferred {
      items = List.copyOf(items);
    }

    public Deferred(Duration retryAfter, String reason) {
      this(retryAfter, reason, List.of());
    }
  }

  /** The difference does not fit what the journal holds. */
  record NeedFull() implements Answer {}

  /** The push was not understood. */
  record Rejected(String reason) implements Answer {}
}

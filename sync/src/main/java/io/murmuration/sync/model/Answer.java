package io.murmuration.sync.model;

import java.time.Duration;

/** How a push ended, as the agent says. */
public sealed interface Answer {
  /** Every item was applied or refused, read back and made durable. */
  record Finished(Holding holding) implements Answer {}

  /** Some items could not be taken now; the held revision did not move. */
  record Deferred(Duration retryAfter, String reason) implements Answer {}

  /** The difference does not fit what the journal holds. */
  record NeedFull() implements Answer {}

  /** The push was not understood. */
  record Rejected(String reason) implements Answer {}
}

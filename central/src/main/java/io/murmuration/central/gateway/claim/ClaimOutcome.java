package io.murmuration.central.gateway.claim;

import io.murmuration.proto.GoAway;

/** How a claim ended. */
public sealed interface ClaimOutcome {
  /** It is committed: the stream is the subcloud's only one. */
  record Accepted(Claimed claimed) implements ClaimOutcome {}

  /** Nothing was written; {@code details} is for the agent's operator. */
  record Refused(GoAway.Reason reason, String details) implements ClaimOutcome {}
}

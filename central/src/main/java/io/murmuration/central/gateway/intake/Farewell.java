package io.murmuration.central.gateway.intake;

import io.murmuration.proto.GoAway;
import java.time.Duration;
import java.util.List;

/**
 * A stream's last words.
 *
 * @param details for the agent's operator
 * @param returnAfter the agent adds jitter of its own
 * @param places host:port of where to go instead, the best first; empty: anywhere
 */
public record Farewell(
    GoAway.Reason reason, String details, Duration returnAfter, List<String> places) {
  public Farewell {
    places = List.copyOf(places);
  }

  public Farewell(GoAway.Reason reason, String details, Duration returnAfter) {
    this(reason, details, returnAfter, List.of());
  }
}

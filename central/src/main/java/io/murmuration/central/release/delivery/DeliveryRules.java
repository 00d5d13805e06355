package io.murmuration.central.release.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.request.DurationField;
import io.murmuration.central.api.request.TargetReader;
import java.time.Duration;

/** Reads the body of an order; all mistakes are told at once. Pure. */
final class DeliveryRules {
  private static final DurationField START_WITHIN =
      new DurationField(
          "start-within",
          Duration.ofDays(7),
          Duration.ofMinutes(1),
          Duration.ofDays(90),
          "an ISO 8601 duration from PT1M to P90D, as in P7D");

  private DeliveryRules() {}

  /**
   * @throws RefusedException 400 with all problems
   */
  static DeliveryOrder order(JsonNode body) {
    return TargetReader.read(body, START_WITHIN, DeliveryOrder::new);
  }
}

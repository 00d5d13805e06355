package io.murmuration.central.enrolment;

import com.fasterxml.jackson.databind.JsonNode;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.request.DurationField;
import io.murmuration.central.api.request.TargetReader;
import java.time.Duration;

/** Reads the body of {@code POST /v1.0/enrolment-tokens}; all mistakes are told at once. Pure. */
final class TokenRules {
  private static final DurationField VALID_FOR =
      new DurationField(
          "valid-for",
          Duration.ofHours(1),
          Duration.ofMinutes(1),
          Duration.ofDays(7),
          "an ISO 8601 duration from PT1M to P7D, for example PT1H");

  private TokenRules() {}

  /**
   * @throws RefusedException 400 with all problems
   */
  static TokenOrder order(JsonNode body) {
    return TargetReader.read(body, VALID_FOR, TokenOrder::new);
  }
}

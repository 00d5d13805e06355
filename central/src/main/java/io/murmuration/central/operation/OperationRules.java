package io.murmuration.central.operation;

import com.fasterxml.jackson.databind.JsonNode;
import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Problem;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.StorableText;
import io.murmuration.sync.operation.Outcome;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Reads what requests say about one operation. Pure. */
final class OperationRules {
  private static final Set<String> FIELDS = Set.of("outcome", "details");
  private static final int LONGEST_DETAILS = 500;

  private OperationRules() {}

  /**
   * What a person found out.
   *
   * @param details how
   */
  record Settlement(Outcome outcome, String details) {}

  static Optional<UUID> id(String given) {
    try {
      return given.length() == 36 ? Optional.of(UUID.fromString(given)) : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty(); // no operation is called so
    }
  }

  /**
   * @throws RefusedException 400 with every mistake
   */
  static Settlement settlement(JsonNode body) {
    var problems = new ArrayList<Problem>();
    body.fieldNames()
        .forEachRemaining(name -> {
          if (!FIELDS.contains(name)) {
            problems.add(new Problem(name, "an unknown field", "outcome or details"));
          }
        });
    var outcome = outcome(body.path("outcome").asText());
    if (outcome.isEmpty()) {
      problems.add(
          new Problem("outcome", shown(body, "outcome"), "succeeded, failed or cancelled"));
    }
    var details = body.path("details");
    if (!details.isTextual()
        || details.asText().isBlank()
        || !StorableText.fits(details.asText(), LONGEST_DETAILS)) {
      problems.add(
          new Problem(
              "details",
              shown(body, "details"),
              "how it was found out, 1 to " + LONGEST_DETAILS + " characters"));
    }
    if (!problems.isEmpty()) {
      throw new RefusedException(new ApiError.Invalid(problems));
    }
    return new Settlement(outcome.orElseThrow(), details.asText());
  }

  private static Optional<Outcome> outcome(String given) {
    for (var outcome : Outcome.values()) {
      if (outcome.name().toLowerCase(Locale.ROOT).equals(given)) {
        return Optional.of(outcome);
      }
    }
    return Optional.empty();
  }

  private static String shown(JsonNode body, String field) {
    return body.path(field).isMissingNode() ? "nothing" : body.path(field).toString();
  }
}

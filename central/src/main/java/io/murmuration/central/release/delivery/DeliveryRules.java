package io.murmuration.central.release.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Problem;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.release.delivery.DeliveryOrder.Target;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the body of an order; all mistakes are told at once. Pure. */
final class DeliveryRules {
  static final Duration DEFAULT = Duration.ofDays(7);
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(90);
  private static final int MOST_SUBCLOUDS = 10_000;
  private static final int LONGEST_REF = 255;
  private static final Set<String> TARGETS = Set.of("subcloud", "subclouds", "group");
  private static final String START_WITHIN = "start-within";

  private final List<Problem> problems = new ArrayList<>();

  private DeliveryRules() {}

  /**
   * @throws RefusedException 400 with all problems
   */
  static DeliveryOrder order(JsonNode body) {
    var rules = new DeliveryRules();
    var order = rules.read(body);
    if (order == null || !rules.problems.isEmpty()) {
      throw new RefusedException(new ApiError.Invalid(rules.problems));
    }
    return order;
  }

  private @Nullable DeliveryOrder read(JsonNode body) {
    if (!body.isObject()) {
      problem("body", body.toString(), "a JSON object");
      return null;
    }
    var targets = new ArrayList<String>();
    for (var name : (Iterable<String>) body::fieldNames) {
      if (TARGETS.contains(name)) {
        targets.add(name);
      } else if (!name.equals(START_WITHIN)) {
        problem(name, "unknown field", "subcloud, subclouds, group or " + START_WITHIN);
      }
    }
    var within = within(body.path(START_WITHIN));
    if (targets.size() != 1) {
      problem(
          "body",
          targets.isEmpty() ? "no target" : String.join(" and ", targets),
          "exactly one of subcloud, subclouds, group");
      return null;
    }
    var field = targets.getFirst();
    var target = target(field, body.path(field));
    return target == null ? null : new DeliveryOrder(target, within);
  }

  private @Nullable Target target(String field, JsonNode value) {
    if (field.equals("subclouds")) {
      return subclouds(value);
    }
    var ref = ref(field, value);
    if (ref == null) {
      return null;
    }
    return field.equals("group") ? new Target.Group(ref) : new Target.Subclouds(List.of(ref));
  }

  private @Nullable Target subclouds(JsonNode value) {
    if (!value.isArray() || value.isEmpty() || value.size() > MOST_SUBCLOUDS) {
      problem(
          "subclouds",
          value.isArray() ? value.size() + " entries" : value.toString(),
          "a list of 1 to " + MOST_SUBCLOUDS + " ids or names");
      return null;
    }
    var refs = new LinkedHashSet<String>();
    for (int i = 0; i < value.size(); i++) {
      var ref = ref("subclouds[" + i + "]", value.get(i));
      if (ref != null) {
        refs.add(ref);
      }
    }
    return new Target.Subclouds(List.copyOf(refs));
  }

  private @Nullable String ref(String field, JsonNode value) {
    var text = value.isTextual() || value.isIntegralNumber() ? value.asText() : "";
    if (text.isBlank() || text.length() > LONGEST_REF) {
      problem(field, value.toString(), "an id or a name");
      return null;
    }
    return text;
  }

  private Duration within(JsonNode value) {
    if (value.isMissingNode()) {
      return DEFAULT;
    }
    try {
      var given = Duration.parse(value.isTextual() ? value.asText() : "");
      if (given.compareTo(SHORTEST) >= 0 && given.compareTo(LONGEST) <= 0) {
        return given;
      }
    } catch (DateTimeParseException _) {
      // told below, like a duration out of bounds
    }
    problem(START_WITHIN, value.toString(), "an ISO 8601 duration from PT1M to P90D, as in P7D");
    return DEFAULT;
  }

  private void problem(String field, String given, String expected) {
    problems.add(new Problem(field, given, expected));
  }
}

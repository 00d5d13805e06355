package io.murmuration.central.enrolment;

import com.fasterxml.jackson.databind.JsonNode;
import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Problem;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.enrolment.TokenOrder.Target;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the body of {@code POST /v1.0/enrolment-tokens}; all mistakes are told at once. Pure. */
final class TokenRules {
  static final Duration DEFAULT_VALIDITY = Duration.ofHours(1);
  static final Duration SHORTEST = Duration.ofMinutes(1);
  static final Duration LONGEST = Duration.ofDays(7);
  static final int MOST_SUBCLOUDS = 10_000;

  private static final Set<String> TARGETS = Set.of("subcloud", "subclouds", "group");
  private static final String VALID_FOR = "valid-for";
  private static final int LONGEST_REF = 255;
  private static final int SHOWN = 64;

  private final List<Problem> problems = new ArrayList<>();

  private TokenRules() {}

  /**
   * @throws RefusedException 400 with all problems
   */
  static TokenOrder order(JsonNode body) {
    var rules = new TokenRules();
    var order = rules.read(body);
    if (order == null || !rules.problems.isEmpty()) {
      throw new RefusedException(new ApiError.Invalid(rules.problems));
    }
    return order;
  }

  private @Nullable TokenOrder read(JsonNode body) {
    if (!body.isObject()) {
      problem("body", shown(body), "a JSON object");
      return null;
    }
    var targets = new ArrayList<String>();
    for (var name : (Iterable<String>) body::fieldNames) {
      if (TARGETS.contains(name)) {
        targets.add(name);
      } else if (!name.equals(VALID_FOR)) {
        problem(shorten(name), "unknown field", "subcloud, subclouds, group or valid-for");
      }
    }
    var validFor = validFor(body.get(VALID_FOR));
    if (targets.size() != 1) {
      problem(
          "body",
          targets.isEmpty() ? "no target" : String.join(" and ", targets),
          "exactly one of subcloud, subclouds, group");
      return null;
    }
    String field = targets.getFirst();
    var target = target(field, body.required(field));
    return target == null ? null : new TokenOrder(target, validFor);
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
          value.isArray() ? value.size() + " entries" : shown(value),
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
    String text = value.isTextual() || value.isIntegralNumber() ? value.asText() : "";
    if (text.isBlank() || text.length() > LONGEST_REF) {
      problem(field, shown(value), "an id or a name");
      return null;
    }
    return text;
  }

  private Duration validFor(@Nullable JsonNode value) {
    if (value == null) {
      return DEFAULT_VALIDITY;
    }
    try {
      var given = Duration.parse(value.isTextual() ? value.asText() : "");
      if (given.compareTo(SHORTEST) >= 0 && given.compareTo(LONGEST) <= 0) {
        return given;
      }
    } catch (DateTimeParseException _) {
      // told below, like a duration out of bounds
    }
    problem(VALID_FOR, shown(value), "an ISO 8601 duration from PT1M to P7D, for example PT1H");
    return DEFAULT_VALIDITY;
  }

  private void problem(String field, String given, String expected) {
    problems.add(new Problem(field, given, expected));
  }

  private static String shown(JsonNode value) {
    return shorten(value.toString());
  }

  private static String shorten(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}

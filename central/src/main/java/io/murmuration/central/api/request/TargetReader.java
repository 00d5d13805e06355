package io.murmuration.central.api.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Problem;
import io.murmuration.central.api.RefusedException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body that says for whom something is ordered, by exactly one of the fields {@code
 * subcloud}, {@code subclouds} and {@code group}, and for how long. All mistakes are told at once;
 * what they repeat from the body is shortened. Pure.
 */
public final class TargetReader {
  private static final Set<String> TARGETS = Set.of("subcloud", "subclouds", "group");
  private static final int MOST_SUBCLOUDS = 10_000;
  private static final int LONGEST_REF = 255;
  private static final int SHOWN = 64;

  private final JsonNode body;
  private final DurationField span;
  private final List<Problem> problems = new ArrayList<>();

  private TargetReader(JsonNode body, DurationField span) {
    this.body = body;
    this.span = span;
  }

  /**
   * @param span the one field beside the target
   * @param order makes the order of what was read
   * @throws RefusedException 400 with all problems
   */
  public static <T> T read(
      JsonNode body, DurationField span, BiFunction<Target, Duration, T> order) {
    var reader = new TargetReader(body, span);
    if (!body.isObject()) {
      reader.problem("body", shown(body), "a JSON object");
      throw reader.refusal();
    }
    var fields = reader.targetFields();
    var duration = reader.duration();
    var target = reader.target(fields);
    if (target == null || !reader.problems.isEmpty()) {
      throw reader.refusal();
    }
    return order.apply(target, duration);
  }

  private RefusedException refusal() {
    return new RefusedException(new ApiError.Invalid(problems));
  }

  private List<String> targetFields() {
    var fields = new ArrayList<String>();
    for (var name : (Iterable<String>) body::fieldNames) {
      if (TARGETS.contains(name)) {
        fields.add(name);
      } else if (!name.equals(span.name())) {
        problem(shorten(name), "unknown field", "subcloud, subclouds, group or " + span.name());
      }
    }
    return fields;
  }

  private Duration duration() {
    var value = body.path(span.name());
    if (value.isMissingNode()) {
      return span.usual();
    }
    try {
      var given = Duration.parse(value.isTextual() ? value.asText() : "");
      if (span.takes(given)) {
        return given;
      }
    } catch (DateTimeParseException _) {
      // told below, like a duration out of bounds
    }
    problem(span.name(), shown(value), span.expected());
    return span.usual();
  }

  private @Nullable Target target(List<String> fields) {
    if (fields.size() != 1) {
      problem(
          "body",
          fields.isEmpty() ? "no target" : String.join(" and ", fields),
          "exactly one of subcloud, subclouds, group");
      return null;
    }
    var field = fields.getFirst();
    var value = body.path(field);
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
    var text = value.isTextual() || value.isIntegralNumber() ? value.asText() : "";
    if (text.isBlank() || text.length() > LONGEST_REF) {
      problem(field, shown(value), "an id or a name");
      return null;
    }
    return text;
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

package io.murmuration.central.group;

import com.fasterxml.jackson.databind.JsonNode;
import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Problem;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.StorableText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of a group and checks each field by itself (contract, subcloud-groups). */
final class GroupForm {
  private static final String NAME = "name";
  private static final String DESCRIPTION = "description";
  private static final String APPLY_TYPE = "update_apply_type";
  private static final String MAX_PARALLEL = "max_parallel_subclouds";
  private static final Set<String> FIELDS = Set.of(NAME, DESCRIPTION, APPLY_TYPE, MAX_PARALLEL);

  private static final Pattern NAME_FORM = Pattern.compile("[^.*+?|()\\[\\]{}^$\\p{Cntrl}]+");
  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_DESCRIPTION = 254;
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");
  private static final int MOST_PARALLEL = 5_000;

  private final JsonNode json;
  private final boolean complete;
  private final List<Problem> problems = new ArrayList<>();

  private GroupForm(JsonNode json, boolean complete) {
    this.json = json;
    this.complete = complete;
  }

  /** All four fields must be there. */
  static GroupChange forCreation(JsonNode json) {
    return new GroupForm(json, true).read();
  }

  /** At least one field must be there; an empty one, and 0, count as not given. */
  static GroupChange forUpdate(JsonNode json) {
    return new GroupForm(json, false).read();
  }

  private GroupChange read() {
    if (!json.isObject()) {
      throw new RefusedException(
          new ApiError.Invalid(
              List.of(
                  new Problem(
                      "body",
                      "a JSON " + json.getNodeType().name().toLowerCase(Locale.ROOT),
                      "a JSON object"))));
    }
    json.fieldNames()
        .forEachRemaining(key -> {
          if (!FIELDS.contains(key)) {
            problems.add(new Problem(key, "unknown field", "one of " + sortedFields()));
          }
        });
    var change =
        new GroupChange(
            text(
                NAME,
                name ->
                    StorableText.fits(name, LONGEST_NAME)
                        && NAME_FORM.matcher(name).matches()
                        && name.chars().anyMatch(c -> c < '0' || c > '9')
                        && !name.equalsIgnoreCase("default"),
                "1 to 255 characters, not only digits, none of . * + ? | ( ) [ ] { } ^ $,"
                    + " not 'default'"),
            text(
                DESCRIPTION,
                description -> StorableText.fits(description, LONGEST_DESCRIPTION),
                "1 to 254 characters"),
            applyType(),
            maxParallel());
    if (problems.isEmpty() && change.isNothing()) {
      throw new RefusedException(new ApiError.BadRequest("nothing to update"));
    }
    if (!problems.isEmpty()) {
      throw new RefusedException(new ApiError.Invalid(problems));
    }
    return change;
  }

  private @Nullable String text(String key, Predicate<String> valid, String expected) {
    return value(key, expected, node -> asText(node).filter(valid));
  }

  private @Nullable ApplyType applyType() {
    return value(
        APPLY_TYPE, "parallel or serial", node -> asText(node).flatMap(ApplyType::fromWireName));
  }

  private @Nullable Integer maxParallel() {
    if (!complete && json.path(MAX_PARALLEL).asText().equals("0")) {
      return null;
    }
    return value(
        MAX_PARALLEL,
        "an integer from 1 to " + MOST_PARALLEL,
        node ->
            Optional.of(node)
                .filter(n -> n.isIntegralNumber() || n.isTextual())
                .map(JsonNode::asText)
                .filter(DIGITS.asMatchPredicate())
                .map(Integer::valueOf)
                .filter(number -> number >= 1 && number <= MOST_PARALLEL));
  }

  private <T> @Nullable T value(
      String key, String expected, Function<JsonNode, Optional<T>> parse) {
    var node = given(key, expected);
    var value = node.flatMap(parse);
    if (node.isPresent() && value.isEmpty()) {
      problems.add(new Problem(key, node.get().toString(), expected));
    }
    return value.orElse(null);
  }

  private static Optional<String> asText(JsonNode node) {
    return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
  }

  private Optional<JsonNode> given(String key, String expected) {
    var node = json.get(key);
    boolean absent = node == null || node.isNull() || (node.isTextual() && node.asText().isEmpty());
    if (!absent) {
      return Optional.of(node);
    }
    if (complete) {
      problems.add(new Problem(key, node == null ? "nothing" : "an empty value", expected));
    }
    return Optional.empty();
  }

  private static List<String> sortedFields() {
    return FIELDS.stream().sorted().toList();
  }
}

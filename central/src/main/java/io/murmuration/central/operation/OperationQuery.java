package io.murmuration.central.operation;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Problem;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.StorableText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which operations are asked for; null does not narrow.
 *
 * @param limit most operations of the page
 * @param marker serial of the last one of the page before; only older ones follow
 * @param subcloud name or id
 */
record OperationQuery(
    int limit,
    @Nullable Long marker,
    @Nullable String subcloud,
    @Nullable String state,
    @Nullable String type) {
  static final int MOST = 1_000;
  private static final int USUAL = 100;
  private static final int LONGEST_TEXT = 255;
  private static final List<String> NAMES = List.of("limit", "marker", "state", "subcloud", "type");
  private static final List<String> STATES =
      List.of(
          "created",
          "offered",
          "accepted",
          "running",
          "succeeded",
          "failed",
          "cancelled",
          "unknown");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  /**
   * Reads the parameters of a request; empty ones count as not given.
   *
   * @throws RefusedException 400 with every mistake
   */
  static OperationQuery of(Map<String, String> queries) {
    var problems = new ArrayList<Problem>();
    for (var name : new TreeSet<>(queries.keySet())) {
      if (!NAMES.contains(name)) {
        problems.add(new Problem(name, "unknown parameter", "one of " + NAMES));
      }
    }
    var state = given(queries, "state");
    if (state != null && !STATES.contains(state)) {
      problems.add(new Problem("state", state, "one of " + STATES));
    }
    var query =
        new OperationQuery(
            limit(given(queries, "limit"), problems),
            marker(given(queries, "marker"), problems),
            text("subcloud", given(queries, "subcloud"), problems),
            state,
            text("type", given(queries, "type"), problems));
    if (!problems.isEmpty()) {
      throw new RefusedException(new ApiError.Invalid(problems));
    }
    return query;
  }

  private static @Nullable String given(Map<String, String> queries, String name) {
    var value = queries.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  private static int limit(@Nullable String given, List<Problem> problems) {
    if (given == null) {
      return USUAL;
    }
    long limit = NUMBER.matcher(given).matches() ? Long.parseLong(given) : 0;
    if (limit < 1 || limit > MOST) {
      problems.add(new Problem("limit", given, "an integer from 1 to " + MOST));
      return USUAL;
    }
    return (int) limit;
  }

  private static @Nullable Long marker(@Nullable String given, List<Problem> problems) {
    if (given == null) {
      return null;
    }
    if (!NUMBER.matcher(given).matches()) {
      problems.add(new Problem("marker", given, "next-marker of the page before"));
      return null;
    }
    return Long.valueOf(given);
  }

  private static @Nullable String text(
      String name, @Nullable String given, List<Problem> problems) {
    if (given != null && !StorableText.fits(given, LONGEST_TEXT)) {
      problems.add(new Problem(name, given, "1 to 255 characters, none a control"));
      return null;
    }
    return given;
  }
}

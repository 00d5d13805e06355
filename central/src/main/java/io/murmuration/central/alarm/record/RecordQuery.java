package io.murmuration.central.alarm.record;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Problem;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.StorableText;
import io.murmuration.sync.alarm.Severity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which alarms are asked for; null does not narrow.
 *
 * @param limit most alarms of the page
 * @param marker of the last alarm of the page before
 * @param alarmId exactly this one
 * @param subcloud name of it
 */
record RecordQuery(
    int limit,
    @Nullable RecordPlace marker,
    State state,
    @Nullable String alarmId,
    @Nullable String severity,
    @Nullable String subcloud) {
  static final int MOST = 1_000;
  private static final int USUAL = 100;
  private static final int LONGEST_NAME = 255;
  private static final List<String> NAMES =
      List.of("alarm-id", "limit", "marker", "severity", "state", "subcloud");
  private static final Pattern LIMIT = Pattern.compile("[0-9]{1,6}");
  private static final Pattern ALARM_ID = Pattern.compile("[0-9]{3}\\.[0-9]{3}");

  /** Cleared ones are kept until they are raised again. */
  enum State {
    ACTIVE,
    CLEARED,
    ALL
  }

  /**
   * Reads the parameters of a request; empty ones count as not given.
   *
   * @throws RefusedException 400 with every mistake, unknown parameters among them: a filter that
   *     is spelt wrong must not look like one that found everything
   */
  static RecordQuery of(Map<String, String> queries) {
    return new Reader(queries).read();
  }

  private static final class Reader {
    private final Map<String, String> queries;
    private final List<Problem> problems = new ArrayList<>();

    Reader(Map<String, String> queries) {
      this.queries = queries;
    }

    RecordQuery read() {
      for (var name : new TreeSet<>(queries.keySet())) {
        if (!NAMES.contains(name)) {
          problems.add(new Problem(name, "unknown parameter", "one of " + NAMES));
        }
      }
      var query = new RecordQuery(limit(), marker(), state(), alarmId(), severity(), subcloud());
      if (!problems.isEmpty()) {
        throw new RefusedException(new ApiError.Invalid(problems));
      }
      return query;
    }

    private @Nullable String given(String name) {
      var value = queries.get(name);
      return value == null || value.isEmpty() ? null : value;
    }

    private int limit() {
      var given = given("limit");
      if (given == null) {
        return USUAL;
      }
      if (LIMIT.matcher(given).matches()) {
        int limit = Integer.parseInt(given);
        if (limit >= 1 && limit <= MOST) {
          return limit;
        }
      }
      problems.add(new Problem("limit", given, "an integer from 1 to " + MOST));
      return USUAL;
    }

    private @Nullable RecordPlace marker() {
      var given = given("marker");
      var place = given == null ? null : RecordPlace.of(given).orElse(null);
      if (given != null && place == null) {
        problems.add(new Problem("marker", given, "next-marker of the page before"));
      }
      return place;
    }

    private State state() {
      return switch (queries.getOrDefault("state", "")) {
        case "", "active" -> State.ACTIVE;
        case "cleared" -> State.CLEARED;
        case "all" -> State.ALL;
        case String given -> {
          problems.add(new Problem("state", given, "active, cleared or all"));
          yield State.ALL;
        }
      };
    }

    private @Nullable String alarmId() {
      var given = given("alarm-id");
      if (given != null && !ALARM_ID.matcher(given).matches()) {
        problems.add(new Problem("alarm-id", given, "such as 280.001"));
      }
      return given;
    }

    private @Nullable String severity() {
      var given = given("severity");
      if (given != null && Severity.fromWireName(given).isEmpty()) {
        var known = Arrays.stream(Severity.values()).map(Severity::wireName).toList();
        problems.add(new Problem("severity", given, "one of " + known));
      }
      return given;
    }

    private @Nullable String subcloud() {
      var given = given("subcloud");
      if (given != null && !StorableText.fits(given, LONGEST_NAME)) {
        problems.add(new Problem("subcloud", given, "a subcloud's name"));
        return null;
      }
      return given;
    }
  }
}

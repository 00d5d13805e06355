package io.murmuration.central.alarm.record;

import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.request.QueryReader;
import io.murmuration.sync.alarm.Severity;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private static final int MOST = 1_000;
  private static final int USUAL = 100;
  private static final int LONGEST_NAME = 255;
  private static final List<String> NAMES =
      List.of("alarm-id", "limit", "marker", "severity", "state", "subcloud");
  private static final List<String> SEVERITIES =
      Arrays.stream(Severity.values()).map(Severity::wireName).toList();
  private static final Pattern ALARM_ID = Pattern.compile("[0-9]{3}\\.[0-9]{3}");

  /** Cleared ones are kept until they are raised again. */
  enum State {
    ACTIVE,
    CLEARED,
    ALL;

    private static Optional<State> of(String text) {
      return switch (text) {
        case "active" -> Optional.of(ACTIVE);
        case "cleared" -> Optional.of(CLEARED);
        case "all" -> Optional.of(ALL);
        default -> Optional.empty();
      };
    }
  }

  /**
   * Reads the parameters of a request; empty ones count as not given.
   *
   * @throws RefusedException 400 with every mistake, unknown parameters among them
   */
  static RecordQuery of(Map<String, String> queries) {
    var reader = new QueryReader(queries, NAMES);
    return reader.orRefuse(
        new RecordQuery(
            reader.limit(USUAL, MOST),
            reader.value("marker", "next-marker of the page before", RecordPlace::of),
            state(reader),
            reader.value("alarm-id", "such as 280.001", RecordQuery::alarmId),
            reader.oneOf("severity", SEVERITIES),
            reader.text("subcloud", LONGEST_NAME, "a subcloud's name")));
  }

  private static State state(QueryReader reader) {
    var state = reader.value("state", "active, cleared or all", State::of);
    return state == null ? State.ACTIVE : state;
  }

  private static Optional<String> alarmId(String text) {
    return Optional.of(text).filter(id -> ALARM_ID.matcher(id).matches());
  }
}

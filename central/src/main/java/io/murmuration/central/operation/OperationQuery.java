package io.murmuration.central.operation;

import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.request.QueryReader;
import java.util.List;
import java.util.Map;
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
  private static final int MOST = 1_000;
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

  /**
   * Reads the parameters of a request; empty ones count as not given.
   *
   * @throws RefusedException 400 with every mistake, unknown parameters among them
   */
  static OperationQuery of(Map<String, String> queries) {
    var reader = new QueryReader(queries, NAMES);
    var state = reader.oneOf("state", STATES);
    return reader.orRefuse(
        new OperationQuery(
            reader.limit(USUAL, MOST),
            reader.number("marker", "next-marker of the page before"),
            reader.text("subcloud", LONGEST_TEXT),
            state,
            reader.text("type", LONGEST_TEXT)));
  }
}

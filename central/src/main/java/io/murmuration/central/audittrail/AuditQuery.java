package io.murmuration.central.audittrail;

import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.request.QueryReader;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which entries are asked for; null does not narrow.
 *
 * @param limit most entries of the page
 * @param marker id of the last entry of the page before; only older ones follow
 * @param who exactly this user
 * @param what beginning of the deed, e.g. {@code delete}
 * @param target beginning of the thing, e.g. {@code subcloud edge7}
 * @param since not older
 */
record AuditQuery(
    int limit,
    @Nullable Long marker,
    @Nullable String who,
    @Nullable String what,
    @Nullable String target,
    @Nullable Instant since) {
  private static final int MOST = 1_000;
  private static final int USUAL = 100;
  private static final int LONGEST_TEXT = 255;
  private static final List<String> NAMES =
      List.of("limit", "marker", "since", "target", "what", "who");

  /** Java also reads years of nine digits, which the database does not store. */
  private static final Pattern YEAR = Pattern.compile("[0-9]{4}-");

  /**
   * Reads the parameters of a request; empty ones count as not given.
   *
   * @throws RefusedException 400 with every mistake, unknown parameters among them
   */
  static AuditQuery of(Map<String, String> queries) {
    var reader = new QueryReader(queries, NAMES);
    return reader.orRefuse(
        new AuditQuery(
            reader.limit(USUAL, MOST),
            reader.number("marker", "next-marker of the page before"),
            reader.text("who", LONGEST_TEXT),
            reader.text("what", LONGEST_TEXT),
            reader.text("target", LONGEST_TEXT),
            reader.value(
                "since", "a time, as in 2026-04-09T07:15:22Z or 2026-04-09", AuditQuery::time)));
  }

  /** With a zone, or without one in UTC as the answers have it, or a date. */
  private static Optional<Instant> time(String given) {
    if (!YEAR.matcher(given).lookingAt()) {
      return Optional.empty();
    }
    try {
      return Optional.of(parsed(given.replace(' ', 'T')));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private static Instant parsed(String text) {
    if (text.indexOf('T') < 0) {
      return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
    var time =
        DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
    return time instanceof LocalDateTime local
        ? local.toInstant(ZoneOffset.UTC)
        : OffsetDateTime.from(time).toInstant();
  }
}

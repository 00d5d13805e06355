package io.murmuration.central.audittrail;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Problem;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.StorableText;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
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
  static final int MOST = 1_000;
  private static final int USUAL = 100;
  private static final int LONGEST_TEXT = 255;
  private static final List<String> NAMES =
      List.of("limit", "marker", "since", "target", "what", "who");

  /** Java also reads years of nine digits, which the database does not store. */
  private static final Pattern YEAR = Pattern.compile("[0-9]{4}-");

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  /**
   * Reads the parameters of a request; empty ones count as not given.
   *
   * @throws RefusedException 400 with every mistake, unknown parameters among them: a filter that
   *     is spelt wrong must not look like one that found everything
   */
  static AuditQuery of(Map<String, String> queries) {
    return new Reader(queries).read();
  }

  private static final class Reader {
    private final Map<String, String> queries;
    private final List<Problem> problems = new ArrayList<>();

    Reader(Map<String, String> queries) {
      this.queries = queries;
    }

    AuditQuery read() {
      for (var name : new TreeSet<>(queries.keySet())) {
        if (!NAMES.contains(name)) {
          problems.add(new Problem(name, "unknown parameter", "one of " + NAMES));
        }
      }
      var query =
          new AuditQuery(limit(), marker(), text("who"), text("what"), text("target"), since());
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
      if (NUMBER.matcher(given).matches()) {
        long limit = Long.parseLong(given);
        if (limit >= 1 && limit <= MOST) {
          return (int) limit;
        }
      }
      problems.add(new Problem("limit", given, "an integer from 1 to " + MOST));
      return USUAL;
    }

    private @Nullable Long marker() {
      var given = given("marker");
      if (given == null) {
        return null;
      }
      if (!NUMBER.matcher(given).matches()) {
        problems.add(new Problem("marker", given, "next-marker of the page before"));
        return null;
      }
      return Long.valueOf(given);
    }

    private @Nullable String text(String name) {
      var given = given(name);
      if (given != null && !StorableText.fits(given, LONGEST_TEXT)) {
        problems.add(new Problem(name, given, "1 to 255 characters, none a control"));
        return null;
      }
      return given;
    }

    /** With a zone, or without one in UTC as the answers have it, or a date. */
    private @Nullable Instant since() {
      var given = given("since");
      if (given == null) {
        return null;
      }
      try {
        if (YEAR.matcher(given).lookingAt()) {
          return time(given.replace(' ', 'T'));
        }
      } catch (DateTimeParseException _) {
        // told below, together with what does not even begin with a year
      }
      problems.add(new Problem("since", given, "a time, as in 2026-04-09T07:15:22Z or 2026-04-09"));
      return null;
    }

    private static Instant time(String text) {
      if (text.indexOf('T') < 0) {
        return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
      }
      var time =
          DateTimeFormatter.ISO_DATE_TIME.parseBest(
              text, OffsetDateTime::from, LocalDateTime::from);
      return time instanceof LocalDateTime local
          ? local.toInstant(ZoneOffset.UTC)
          : OffsetDateTime.from(time).toInstant();
    }
  }
}

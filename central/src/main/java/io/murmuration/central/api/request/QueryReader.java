package io.murmuration.central.api.request;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Problem;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.StorableText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the query parameters of one request and gathers what is wrong with them, in the order of
 * reading; {@link #orRefuse} tells all of it. Empty parameters count as not given. Unknown ones are
 * mistakes: a filter that is spelt wrong must not look like one that found everything. For one
 * thread.
 */
public final class QueryReader {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  private final Map<String, String> queries;
  private final List<Problem> problems = new ArrayList<>();

  /**
   * @param names of all parameters there are, sorted for people
   */
  public QueryReader(Map<String, String> queries, List<String> names) {
    this.queries = queries;
    for (var name : new TreeSet<>(queries.keySet())) {
      if (!names.contains(name)) {
        problems.add(new Problem(name, "unknown parameter", "one of " + names));
      }
    }
  }

  /**
   * A parameter of any form.
   *
   * @param expected for people: what {@code form} takes
   * @param form empty if the text is none of its form
   * @return null if it is not given, or wrong
   */
  public <T> @Nullable T value(String name, String expected, Function<String, Optional<T>> form) {
    var given = queries.get(name);
    if (given == null || given.isEmpty()) {
      return null;
    }
    var value = form.apply(given);
    if (value.isEmpty()) {
      problems.add(new Problem(name, given, expected));
    }
    return value.orElse(null);
  }

  /** Most entries of a page: {@code limit}, from 1 to {@code most}. */
  public int limit(int usual, int most) {
    var limit =
        value(
            "limit",
            "an integer from 1 to " + most,
            text -> integer(text).filter(number -> number >= 1 && number <= most));
    return limit == null ? usual : limit.intValue();
  }

  /** Of at most 18 digits. */
  public @Nullable Long number(String name, String expected) {
    return value(name, expected, QueryReader::integer);
  }

  /** A text that a column of the database may hold. */
  public @Nullable String text(String name, int longest) {
    return text(name, longest, "1 to " + longest + " characters, none a control");
  }

  /** Likewise, described to people in other words. */
  public @Nullable String text(String name, int longest, String expected) {
    return value(
        name, expected, text -> Optional.of(text).filter(it -> StorableText.fits(it, longest)));
  }

  /** One of these words. */
  public @Nullable String oneOf(String name, List<String> words) {
    return value(name, "one of " + words, text -> Optional.of(text).filter(words::contains));
  }

  /**
   * What was made of the parameters, if all of them were right.
   *
   * @throws RefusedException 400 with every mistake
   */
  public <T> T orRefuse(T query) {
    if (!problems.isEmpty()) {
      throw new RefusedException(new ApiError.Invalid(problems));
    }
    return query;
  }

  private static Optional<Long> integer(String text) {
    return NUMBER.matcher(text).matches() ? Optional.of(Long.valueOf(text)) : Optional.empty();
  }
}

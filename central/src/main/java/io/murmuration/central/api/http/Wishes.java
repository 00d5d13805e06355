package io.murmuration.central.api.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * In which form a client would like the answer.
 *
 * @param accept null if the header is absent
 * @param known versions that the client has, without quotes; {@code *} means any
 * @param gzip whether the body may be packed
 */
record Wishes(@Nullable String accept, List<String> known, boolean gzip) {
  static Wishes of(MultiMap headers) {
    return new Wishes(
        headers.get(HttpHeaders.ACCEPT),
        headers.getAll(HttpHeaders.IF_NONE_MATCH).stream()
            .flatMap(line -> Arrays.stream(line.split(",", -1)))
            .map(Wishes::tag)
            .toList(),
        headers.getAll(HttpHeaders.ACCEPT_ENCODING).stream()
            .flatMap(line -> Arrays.stream(line.toLowerCase(Locale.ROOT).split(",", -1)))
            .anyMatch(Wishes::isGzip));
  }

  /** Weak and strong tags compare alike here (RFC 9110, 13.1.2). */
  boolean has(String version) {
    return known.contains(version) || known.contains("*");
  }

  private static String tag(String text) {
    var tag = text.strip();
    if (tag.startsWith("W/")) {
      tag = tag.substring(2);
    }
    boolean quoted = tag.length() >= 2 && tag.startsWith("\"") && tag.endsWith("\"");
    return quoted ? tag.substring(1, tag.length() - 1) : tag;
  }

  /** {@code gzip;q=0} is a refusal. */
  private static boolean isGzip(String coding) {
    var parts = coding.strip().split("\\s*;\\s*", -1);
    return parts[0].equals("gzip")
        && Arrays.stream(parts).noneMatch(part -> part.matches("q=0(\\.0*)?"));
  }
}

package io.murmuration.central.auth.builtin.api;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the service answers.
 *
 * @param body JSON; null for none
 */
record KeystoneAnswer(int status, @Nullable Object body, Map<String, String> headers) {
  private static final Map<Integer, String> TITLES =
      Map.of(
          400, "Bad Request",
          401, "Unauthorized",
          403, "Forbidden",
          404, "Not Found",
          405, "Method Not Allowed",
          408, "Request Timeout",
          413, "Request Entity Too Large",
          500, "Internal Server Error",
          503, "Service Unavailable");

  static KeystoneAnswer of(int status, @Nullable Object body) {
    return new KeystoneAnswer(status, body, Map.of());
  }

  /** In the shape of Keystone's errors. */
  static KeystoneAnswer no(int status, String message) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", status);
    error.put("message", message);
    error.put("title", TITLES.getOrDefault(status, "Error"));
    return of(status, Map.of("error", error));
  }

  KeystoneAnswer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new KeystoneAnswer(status, body, more);
  }

  /** Never the headers: one of them is a token. */
  @Override
  public String toString() {
    return "answer " + status;
  }
}

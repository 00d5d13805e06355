package io.murmuration.central.api;

import org.jspecify.annotations.Nullable;

/** What an endpoint answers. */
public sealed interface Answer {
  /**
   * @param body serialised by Jackson; null becomes the JSON text {@code null}
   */
  record Json(int status, @Nullable Object body) implements Answer {}

  /** A body that is not JSON, for tools that insist on it. */
  record Text(String contentType, String body) implements Answer {}

  /** 204. */
  record Empty() implements Answer {}

  /** A "no", in the shape that the client prefers. */
  record No(ApiError error) implements Answer {}

  /** 200, the contract's only success with few exceptions. */
  static Answer ok(@Nullable Object json) {
    return new Json(200, json);
  }

  static Answer no(ApiError error) {
    return new No(error);
  }
}

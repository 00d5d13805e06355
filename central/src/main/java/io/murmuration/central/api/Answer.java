package io.murmuration.central.api;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What an endpoint answers. */
public sealed interface Answer {
  /**
   * @param body serialised by Jackson; null becomes the JSON text {@code null}
   * @param age of what it tells, in seconds, if that may be out of date; null if it is up to date
   */
  record Json(int status, @Nullable Object body, @Nullable Long age) implements Answer {
    public Json(int status, @Nullable Object body) {
      this(status, body, null);
    }
  }

  /** A body that is not JSON, for tools that insist on it. */
  record Text(String contentType, String body) implements Answer {}

  /**
   * JSON that is made while it is sent. Clients may keep it: one that names the version it has gets
   * 304 if that is still the newest, one that asks for it gets it packed.
   *
   * @param version of the content, without quotes; equal only if the content is
   * @param packed the same content in gzip; called if the client asks for it, off the event loop
   * @param age of what it tells, in seconds, if that may be out of date; null if it is up to date
   */
  record Stream(String version, Content plain, Supplier<Content> packed, @Nullable Long age)
      implements Answer {}

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

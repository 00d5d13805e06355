package io.murmuration.central.api.http;

import io.murmuration.central.api.http.StrictHead.MalformedHeadException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import org.jspecify.annotations.Nullable;

/**
 * The answer to what is not HTTP.
 *
 * @param why in words, if they say more than the status
 */
public record MalformedRequest(int status, @Nullable String why) {
  /**
   * @param cause why the decoder gave up
   */
  public static MalformedRequest of(@Nullable Throwable cause) {
    return switch (cause) {
      case TooLongHttpHeaderException _ -> new MalformedRequest(431, null);
      case TooLongHttpLineException _ -> new MalformedRequest(414, null);
      case MalformedHeadException known -> new MalformedRequest(400, known.getMessage());
      case null, default -> new MalformedRequest(400, null);
    };
  }
}

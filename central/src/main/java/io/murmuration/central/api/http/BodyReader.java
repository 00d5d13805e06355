package io.murmuration.central.api.http;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.Body;
import io.murmuration.central.api.RefusedException;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Brings the body of a paused request from the event loop to the virtual thread that waits for it,
 * within a size and a time. What is never read ({@link #discard}) is thrown away for a moment, so
 * that the client sees the answer instead of a reset connection, and then the connection is closed.
 */
final class BodyReader {
  private static final long LINGER_MILLIS = 5_000;

  private final HttpServerRequest http;
  private final Context loop;
  private final int limit;
  private final Duration timeout;

  BodyReader(HttpServerRequest http, Context loop, int limit, Duration timeout) {
    this.http = http;
    this.loop = loop;
    this.limit = limit;
    this.timeout = timeout;
  }

  /**
   * Blocks the calling virtual thread.
   *
   * @param more bytes than the usual limit that this body may have
   */
  Body read(int more) throws InterruptedException {
    if (!announced()) {
      return Body.NONE;
    }
    var contentType = http.getHeader(HttpHeaders.CONTENT_TYPE);
    return new Body(contentType == null ? "" : contentType, bytes(limit + more));
  }

  /** The body as it comes, for a virtual thread that reads it. */
  Body stream() {
    var contentType = http.getHeader(HttpHeaders.CONTENT_TYPE);
    return new Body(
        contentType == null ? "" : contentType,
        Body.NONE.bytes(),
        announced() ? BodyStream.of(http, loop, timeout) : InputStream.nullInputStream());
  }

  /** On the event loop, after the answer: forgets what the client still sends. */
  void discard() {
    if (http.isEnded()) {
      return;
    }
    var connection = http.connection();
    long timer = loop.owner().setTimer(LINGER_MILLIS, _ -> connection.close());
    var rest = new int[] {limit};
    http.handler(chunk -> {
      rest[0] -= chunk.length();
      if (rest[0] < 0) {
        connection.close();
      }
    });
    http.endHandler(_ -> loop.owner().cancelTimer(timer));
    http.exceptionHandler(_ -> loop.owner().cancelTimer(timer));
    http.resume();
  }

  private boolean announced() {
    return http.headers().contains(HttpHeaders.TRANSFER_ENCODING)
        || (!"0".equals(http.headers().get(HttpHeaders.CONTENT_LENGTH))
            && http.headers().contains(HttpHeaders.CONTENT_LENGTH));
  }

  private byte[] bytes(int most) throws InterruptedException {
    var length = http.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length != null && Long.parseLong(length) > most) {
      throw tooLarge(length + " bytes", most);
    }
    var whole = new CompletableFuture<Buffer>();
    loop.runOnContext(_ -> collect(whole, most));
    try {
      return whole.get(timeout.toMillis(), TimeUnit.MILLISECONDS).getBytes();
    } catch (TimeoutException _) {
      throw new RefusedException(
          new ApiError.TooSlow(
              "body: incomplete after %d s (expected: all of it)".formatted(timeout.toSeconds())));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RefusedException refused) {
        throw refused;
      }
      throw new ClientGone();
    }
  }

  private void collect(CompletableFuture<Buffer> whole, int most) {
    if ("100-continue".equalsIgnoreCase(http.getHeader(HttpHeaders.EXPECT))) {
      http.response().writeContinue();
    }
    var buffer = Buffer.buffer();
    http.handler(chunk -> {
      if (buffer.length() + chunk.length() <= most) {
        buffer.appendBuffer(chunk);
      } else if (!whole.isDone()) {
        whole.completeExceptionally(tooLarge("more than that", most));
      }
    });
    http.endHandler(_ -> whole.complete(buffer));
    http.exceptionHandler(whole::completeExceptionally);
    http.resume();
  }

  private static RefusedException tooLarge(String given, int most) {
    return new RefusedException(
        new ApiError.TooLarge("body: %s (expected: at most %d bytes)".formatted(given, most)));
  }

  /** The connection broke while the body came in: there is nobody to answer. */
  static final class ClientGone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClientGone() {
      super("the client closed the connection", null, false, false);
    }
  }
}

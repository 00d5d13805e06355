package io.murmuration.central.api.http;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.RefusedException;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A paused request's body as a stream. The event loop hands over as many chunks as were asked for;
 * more are asked for when these were read, so a slow reader makes the client wait and holds {@link
 * #AHEAD} chunks at most. One reader.
 */
final class BodyStream extends InputStream {
  private static final int AHEAD = 64;

  private final HttpServerRequest http;
  private final Context loop;
  private final Duration timeout;
  private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
  private byte[] chunk = new byte[0];
  private int at;
  private int taken;
  private boolean ended;

  /** What the event loop hands over. */
  private sealed interface Part {
    record Chunk(Buffer bytes) implements Part {}

    record End() implements Part {}

    record Broken(Throwable why) implements Part {}
  }

  private BodyStream(HttpServerRequest http, Context loop, Duration timeout) {
    this.http = http;
    this.loop = loop;
    this.timeout = timeout;
  }

  /**
   * @param timeout longest wait for something to come
   */
  static BodyStream of(HttpServerRequest http, Context loop, Duration timeout) {
    var stream = new BodyStream(http, loop, timeout);
    loop.runOnContext(_ -> stream.begin());
    return stream;
  }

  /** On the event loop. */
  private void begin() {
    if ("100-continue".equalsIgnoreCase(http.getHeader(HttpHeaders.EXPECT))) {
      http.response().writeContinue();
    }
    http.handler(bytes -> parts.add(new Part.Chunk(bytes)));
    http.endHandler(_ -> parts.add(new Part.End()));
    http.exceptionHandler(why -> parts.add(new Part.Broken(why)));
    http.fetch(AHEAD);
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    while (at == chunk.length) {
      if (ended || !next()) {
        return -1;
      }
    }
    int count = Math.min(length, chunk.length - at);
    System.arraycopy(chunk, at, into, offset, count);
    at += count;
    return count;
  }

  private boolean next() throws IOException {
    return switch (await()) {
      case Part.Chunk(var bytes) -> {
        chunk = bytes.getBytes();
        at = 0;
        if (++taken == AHEAD / 2) {
          taken = 0;
          loop.runOnContext(_ -> http.fetch(AHEAD / 2));
        }
        yield true;
      }
      case Part.End _ -> {
        ended = true;
        yield false;
      }
      case Part.Broken(var why) -> throw new IOException("the client is gone: " + why, why);
    };
  }

  private Part await() throws IOException {
    try {
      var part = parts.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
      if (part == null) {
        throw new RefusedException(
            new ApiError.TooSlow(
                "body: nothing came for %d s (expected: all of it)"
                    .formatted(timeout.toSeconds())));
      }
      return part;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("this node stops", e);
    }
  }
}

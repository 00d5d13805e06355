package io.murmuration.central.api.http;

import io.murmuration.central.api.Content;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import org.jspecify.annotations.Nullable;

/**
 * Sends a body no faster than the client takes it: one chunk at a time, the next one when the last
 * has gone. What waits for a slow client is a few chunks, whatever the size of the body.
 *
 * <p>On the event loop.
 */
final class BodyWriter {
  private static final int CHUNK = 65_536;

  /** Pieces of this size are not worth a copy. */
  private static final int WHOLE = 16_384;

  /**
   * While some chunks are on their way the next ones are at hand. With less, a client that reads as
   * fast as it can waits for us a third of its time; more gains little and a slow one holds it.
   */
  private static final int QUEUE = 8 * CHUNK;

  private final HttpServerResponse response;
  private final Content.Cursor cursor;
  private long left;

  BodyWriter(HttpServerResponse response, Content body) {
    this.response = response;
    this.cursor = body.open();
    this.left = body.length();
  }

  void start() {
    if (left == 0) {
      response.end();
      return;
    }
    response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(left));
    response.setWriteQueueMaxSize(QUEUE);
    pump();
  }

  /**
   * Writes before it asks whether there was room: that what was written goes out is what the drain
   * handler is told. Told of an earlier answer's end it would wait for ever.
   */
  private void pump() {
    while (!response.closed()) {
      var chunk = chunk();
      left -= chunk.length();
      if (left <= 0) {
        response.end(chunk);
        return;
      }
      response.write(chunk);
      if (response.writeQueueFull()) {
        response.drainHandler(_ -> pump());
        return;
      }
    }
  }

  private Buffer chunk() {
    long size = Math.min(left, CHUNK);
    var chunk = new Chunk();
    while (chunk.length() < size && !chunk.isWhole()) {
      if (!cursor.next(chunk)) {
        response.reset();
        throw new IllegalStateException("content: %d bytes are missing at its end".formatted(left));
      }
    }
    return chunk.buffer();
  }

  /** Small pieces are copied together; a large one goes out as it is. */
  private static final class Chunk implements Content.Sink {
    private @Nullable Buffer buffer;
    private boolean whole;

    @Override
    public void put(byte[] bytes, int offset, int length) {
      if (buffer == null && length >= WHOLE) {
        buffer = BufferInternal.buffer(Unpooled.wrappedBuffer(bytes, offset, length));
        whole = true;
        return;
      }
      buffer().appendBytes(bytes, offset, length);
    }

    int length() {
      return buffer == null ? 0 : buffer.length();
    }

    boolean isWhole() {
      return whole;
    }

    Buffer buffer() {
      var made = buffer == null ? Buffer.buffer() : buffer;
      buffer = made;
      return made;
    }
  }
}

package io.murmuration.central.api.http;

import io.murmuration.central.api.Content;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * Sends a body no faster than the client takes it: one chunk at a time, the next one when the last
 * has gone. What waits for a slow client is two chunks, whatever the size of the body.
 *
 * <p>On the event loop. Chunks are pooled memory outside the heap, which is what the socket wants;
 * the server gives them back when they are written or the connection is gone.
 */
final class BodyWriter {
  private static final int CHUNK = 61_440;

  /** Room for the piece with which a chunk passes its size; a longer one makes the chunk grow. */
  private static final int LAST_PIECE = 4_096;

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
    pump();
  }

  private void pump() {
    while (!response.closed()) {
      if (response.writeQueueFull()) {
        response.drainHandler(_ -> pump());
        return;
      }
      var chunk = chunk();
      left -= chunk.length();
      if (left <= 0) {
        response.end(chunk);
        return;
      }
      response.write(chunk);
    }
  }

  private Buffer chunk() {
    int size = (int) Math.min(left, CHUNK);
    ByteBuf chunk = PooledByteBufAllocator.DEFAULT.directBuffer(size + LAST_PIECE);
    while (chunk.readableBytes() < size) {
      if (!cursor.next(chunk::writeBytes)) {
        chunk.release();
        response.reset();
        throw new IllegalStateException("content: %d bytes are missing at its end".formatted(left));
      }
    }
    return BufferInternal.buffer(chunk);
  }
}

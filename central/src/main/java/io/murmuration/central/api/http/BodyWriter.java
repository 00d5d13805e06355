package io.murmuration.central.api.http;

import io.murmuration.central.api.Content;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/**
 * Sends a body no faster than the client takes it: one chunk at a time, the next one when the last
 * has gone. What waits for a slow client is two chunks, whatever the size of the body.
 *
 * <p>On the event loop.
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
    int size = (int) Math.min(left, CHUNK);
    var chunk = Buffer.buffer(size + LAST_PIECE);
    while (chunk.length() < size) {
      if (!cursor.next(chunk::appendBytes)) {
        response.reset();
        throw new IllegalStateException("content: %d bytes are missing at its end".formatted(left));
      }
    }
    return chunk;
  }
}

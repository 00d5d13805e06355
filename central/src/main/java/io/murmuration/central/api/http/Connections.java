package io.murmuration.central.api.http;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/**
 * Open connections, at most so many, and none for long without a request: a client that sends its
 * headers one byte a minute defeats a time-out on silence, not this one. Thread-safe.
 */
final class Connections {
  private static final long BUSY = Long.MAX_VALUE;

  private final int most;
  private final Duration idle;
  private final LongSupplier nanoTime;
  private final ConcurrentMap<HttpConnection, Long> idleSince = new ConcurrentHashMap<>();

  Connections(int most, Duration idle, LongSupplier nanoTime) {
    this.most = most;
    this.idle = idle;
    this.nanoTime = nanoTime;
  }

  void opened(HttpConnection connection) {
    if (idleSince.size() >= most) {
      connection.close();
      return;
    }
    idleSince.put(connection, nanoTime.getAsLong());
    connection.closeHandler(_ -> idleSince.remove(connection));
  }

  void busy(HttpServerRequest request) {
    var connection = request.connection();
    idleSince.replace(connection, BUSY);
    request.response().endHandler(_ -> idleSince.replace(connection, nanoTime.getAsLong()));
  }

  /** Once a second. */
  void closeIdle() {
    long now = nanoTime.getAsLong();
    idleSince.forEach((connection, since) -> {
      if (since != BUSY && now - since > idle.toNanos()) {
        connection.close();
      }
    });
  }
}

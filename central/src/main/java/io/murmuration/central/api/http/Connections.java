package io.murmuration.central.api.http;

import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Open connections: at most so many, of which at most so many from one address, none for long
 * without a request, and none for long with an answer that the client does not take. A client that
 * sends its headers one byte a minute, or reads its answer so, defeats a time-out on silence, not
 * these. Thread-safe.
 */
final class Connections {
  /** So many beyond the limit are told why they are not served; more are closed at once. */
  private static final int TOLD_WHY = 32;

  private final RestSettings.Limits limits;
  private final RestMetrics metrics;
  private final LongSupplier nanoTime;
  private final Map<HttpConnection, Use> open = new ConcurrentHashMap<>();
  private final Map<String, Integer> perAddress = new ConcurrentHashMap<>();
  private final AtomicInteger refused = new AtomicInteger();

  Connections(RestSettings.Limits limits, RestMetrics metrics) {
    this.limits = limits;
    this.metrics = metrics;
    this.nanoTime = metrics::nanoTime;
  }

  void opened(HttpConnection connection) {
    var address = connection.remoteAddress().hostAddress();
    int ofAddress = perAddress.merge(address, 1, Integer::sum);
    var refusal = refusal(ofAddress);
    boolean tooMany = refusal.isPresent() && refused.incrementAndGet() > TOLD_WHY;
    open.put(connection, new Use(Doing.IDLE, nanoTime.getAsLong(), refusal));
    connection.closeHandler(_ -> {
      open.remove(connection);
      perAddress.merge(address, -1, (a, b) -> a + b == 0 ? null : a + b);
      if (refusal.isPresent()) {
        refused.decrementAndGet();
      }
    });
    if (refusal.isPresent()) {
      metrics.cut("too-many-connections");
    }
    if (tooMany) {
      connection.close();
    }
  }

  private Optional<String> refusal(int ofAddress) {
    if (open.size() - refused.get() >= limits.connections()) {
      return Optional.of("Too many connections are open");
    }
    return ofAddress > limits.connectionsPerAddress()
        ? Optional.of("Too many connections from your address are open")
        : Optional.empty();
  }

  /** Why this connection is one too many; empty if it is served. */
  Optional<String> whyNot(HttpConnection connection) {
    var use = open.get(connection);
    return use == null ? Optional.empty() : use.refusal;
  }

  /** A request has come. */
  void working(HttpConnection connection) {
    now(connection, Doing.WORKING);
  }

  /** Its answer is on its way. */
  void answering(HttpConnection connection) {
    now(connection, Doing.ANSWERING);
  }

  /** The answer is written. */
  void idle(HttpConnection connection) {
    now(connection, Doing.IDLE);
  }

  private void now(HttpConnection connection, Doing doing) {
    open.computeIfPresent(
        connection, (_, use) -> new Use(doing, nanoTime.getAsLong(), use.refusal));
  }

  /** Once a second. */
  void closeOverdue() {
    long now = nanoTime.getAsLong();
    open.forEach((connection, use) -> {
      var since = Duration.ofNanos(now - use.sinceNanos);
      switch (use.doing) {
        case IDLE -> {
          if (since.compareTo(limits.idleTimeout()) > 0) {
            connection.close();
          }
        }
        case ANSWERING -> {
          if (since.compareTo(limits.answerTimeout()) > 0) {
            metrics.cut("slow-reader");
            connection.close();
          }
        }
        case WORKING -> {} // the endpoint's own time-outs end that
      }
    });
  }

  private enum Doing {
    IDLE,
    WORKING,
    ANSWERING
  }

  private record Use(Doing doing, long sinceNanos, Optional<String> refusal) {}
}

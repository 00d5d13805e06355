package io.murmuration.agent.site.starlingx.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memcached servers in which Keystone remembers tokens, users and revocations. It does not
 * notice rows that others write, so all of it is forgotten then. What could not be flushed stays
 * owed. One thread at a time.
 */
final class TokenCaches {
  private static final Logger log = LoggerFactory.getLogger(TokenCaches.class);
  private static final String OK = "OK\r\n";
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final List<InetSocketAddress> servers;

  /** Also at first: an earlier life may have ended between its commit and the flush. */
  private boolean owed = true;

  TokenCaches(List<InetSocketAddress> servers) {
    this.servers = List.copyOf(servers);
  }

  /** Rows are about to be written. */
  void owe() {
    owed = true;
  }

  /** Flushes if that is owed; a failure is told, and tried again with the next call. */
  void settle() {
    if (owed) {
      owed = false;
      for (var server : servers) {
        flush(server)
            .ifPresent(why -> {
              log.warn("token cache not flushed server={} reason={}", server, why);
              owed = true;
            });
      }
    }
  }

  /** The text protocol's {@code flush_all}; why it failed, if it did. */
  private static Optional<String> flush(InetSocketAddress server) {
    int millis = (int) PATIENCE.toMillis();
    try (var socket = new Socket()) {
      socket.connect(resolved(server), millis);
      socket.setSoTimeout(millis);
      socket.getOutputStream().write("flush_all\r\n".getBytes(US_ASCII));
      socket.getOutputStream().flush();
      var answer = new String(socket.getInputStream().readNBytes(OK.length()), US_ASCII);
      return answer.equals(OK)
          ? Optional.empty()
          : Optional.of("it answers " + answer.strip() + " (expected: OK)");
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static InetSocketAddress resolved(InetSocketAddress server) {
    return server.isUnresolved()
        ? new InetSocketAddress(server.getHostString(), server.getPort())
        : server;
  }
}

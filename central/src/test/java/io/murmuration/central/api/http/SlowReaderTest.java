package io.murmuration.central.api.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.murmuration.central.api.Access;
import io.murmuration.central.api.Answer;
import io.murmuration.central.api.ApiRouter;
import io.murmuration.central.api.Content;
import io.murmuration.central.api.HttpMethod;
import io.murmuration.central.testing.RestFixture;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A large answer is made no faster than its client takes it, and not for ever. */
class SlowReaderTest {
  private static final int PIECE = 4_096;
  private static final long LENGTH = 64L << 20;

  /** More than what the kernel keeps for two sockets, and the server's chunks. */
  private static final long IN_BETWEEN = 16L << 20;

  private final AtomicLong made = new AtomicLong();
  private long last;

  @AutoClose private final RestFixture rest = RestFixture.serving(RestFixture.tight(), this::mount);

  private void mount(ApiRouter router) {
    router
        .on(HttpMethod.GET, "/large", Access.PUBLIC, _ -> stream(new Zeros(LENGTH)))
        .on(HttpMethod.GET, "/small", Access.PUBLIC, _ -> Answer.ok("here"));
  }

  private static Answer stream(Content content) {
    return new Answer.Stream("v1", content, () -> content, null);
  }

  /** Counts what was asked of it. */
  private final class Zeros implements Content {
    private final byte[] piece = new byte[PIECE];
    private final long length;

    Zeros(long length) {
      this.length = length;
    }

    @Override
    public long length() {
      return length;
    }

    @Override
    public Cursor open() {
      return sink -> {
        sink.put(piece);
        made.addAndGet(PIECE);
        return true;
      };
    }
  }

  @Test
  void whatAClientDoesNotReadIsNotMade() throws IOException {
    try (var client = ask("/large")) {
      assertThat(client.getInputStream().read()).isEqualTo('H');
      await().during(Duration.ofMillis(500)).until(this::stands);
      assertThat(made.get()).isLessThan(IN_BETWEEN);
    }
  }

  @Test
  void aClientThatReadsGetsEverythingAndTheConnectionServesOn() throws IOException {
    try (var client = ask("/large")) {
      var in = client.getInputStream();
      long left =
          head(client)
              .lines()
              .filter(line -> line.startsWith("content-length:"))
              .mapToLong(line -> Long.parseLong(line.substring(16).strip()))
              .sum();
      assertThat(left).isEqualTo(LENGTH);
      in.skipNBytes(left);
      for (int i = 0; i < 20; i++) {
        client.getOutputStream().write(request("/large"));
        head(client);
        in.skipNBytes(LENGTH);
      }
      client.getOutputStream().write(request("/small"));
      assertThat(head(client)).startsWith("HTTP/1.1 200 OK");
    }
  }

  @Test
  void aClientThatTakesItsAnswerTooSlowlyIsCutOff() throws IOException {
    try (var client = ask("/large")) {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> rest.cut("slow-reader") == 1 || client.getInputStream().read() < 0);
      assertThat(rest.cut("slow-reader")).isEqualTo(1);
    }
  }

  @Test
  void slowReadersKeepNoWorkerFromTheOthers() throws IOException {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 5; i++) {
        slow.add(ask("/large"));
        assertThat(slow.getLast().getInputStream().read()).isEqualTo('H');
      }
      assertThat(rest.get("/small").statusCode()).isEqualTo(200);
    } finally {
      for (var socket : slow) {
        socket.close();
      }
    }
  }

  /** Whether nothing was made since this was last asked. */
  private boolean stands() {
    long now = made.get();
    boolean stands = now == last;
    last = now;
    return stands;
  }

  private Socket ask(String path) throws IOException {
    var socket = new Socket("127.0.0.1", rest.port());
    socket.setSoTimeout(20_000);
    socket.getOutputStream().write(request(path));
    return socket;
  }

  private static byte[] request(String path) {
    return ("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(ISO_8859_1);
  }

  private static String head(Socket client) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) client.getInputStream().read());
    }
    return head.toString();
  }
}

package io.murmuration.central.api.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.api.Access;
import io.murmuration.central.api.Answer;
import io.murmuration.central.api.ApiRouter;
import io.murmuration.central.api.HttpMethod;
import io.murmuration.central.testing.RestFixture;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** One slow or greedy client costs the others nothing. */
class LimitsTest {
  private final CountDownLatch gate = new CountDownLatch(1);
  private final CountDownLatch twoAreInside = new CountDownLatch(2);

  @AutoClose private final RestFixture rest = RestFixture.serving(RestFixture.tight(), this::mount);

  private void mount(ApiRouter router) {
    router
        .on(HttpMethod.POST, "/size", Access.ANY_TOKEN, r -> Answer.ok(r.text().length()))
        .on(HttpMethod.GET, "/gate", Access.PUBLIC, _ -> waitAtTheGate());
  }

  private Answer waitAtTheGate() {
    try {
      twoAreInside.countDown();
      gate.await();
      return Answer.ok("through");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aBodyOfTheLimitPassesAndOneByteMoreIs413() {
    assertThat(rest.json("POST", "/size", "x".repeat(4_096)).body()).isEqualTo("4096");
    var response = rest.json("POST", "/size", "x".repeat(4_097));
    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(response.body()).contains("body: 4097 bytes (expected: at most 4096 bytes)");
  }

  @Test
  void aBodyWithoutAnnouncedLengthIsCutAtTheLimitToo() {
    var request =
        rest.request("/size", "admin")
            .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString("x".repeat(6_000))))
            .build();
    assertThat(rest.send(request).statusCode()).isEqualTo(413);
  }

  @Test
  void aTokenIsAskedForBeforeTheBodyIsRead() {
    var request =
        rest.request("/size", null).POST(BodyPublishers.ofString("x".repeat(4_097))).build();
    assertThat(rest.send(request).statusCode()).isEqualTo(401);
  }

  @Test
  void aBodyThatDoesNotArriveIs408AndTheConnectionGoes() {
    assertThat(
            rest.raw("POST /size HTTP/1.1\r\nX-Auth-Token: admin\r\nContent-Length: 10\r\n\r\nabc"))
        .startsWith("HTTP/1.1 408 Request Timeout")
        .contains("body: incomplete");
  }

  @Test
  void aClientThatNeverFinishesItsHeadersIsClosed() {
    assertThat(rest.raw("GET /gate HTTP/1.1\r\nX-Slow: ")).isEmpty();
  }

  @Test
  void whatIsNotHttpGetsOurPageAndIsClosed() {
    assertThat(rest.raw("GET /" + "a".repeat(5_000) + " HTTP/1.1\r\n\r\n"))
        .contains(" 414 Request-URI Too Long", "The address is longer than it may be.");
    assertThat(rest.raw("GET / HTTP/1.1\r\nX-Big: " + "a".repeat(5_000) + "\r\n\r\n"))
        .contains(" 431 Request Header Fields Too Large");
    assertThat(rest.raw("nonsense\r\n\r\n")).contains(" 400 Bad Request");
  }

  @Test
  void moreHeaderLinesThanAllowedAre431() {
    var lines = "X-One: 1\r\n".repeat(33);
    assertThat(rest.raw("GET /gate HTTP/1.1\r\nAccept: */*\r\n" + lines + "\r\n"))
        .startsWith("HTTP/1.1 431 ")
        .contains("headers: 34 lines (expected: at most 32)");
  }

  @Test
  void aFullServerSaysSoAndServesAgainLater() throws Exception {
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      var inside = new ArrayList<Future<Integer>>();
      for (int i = 0; i < 2; i++) {
        inside.add(clients.submit(() -> rest.get("/gate").statusCode()));
      }
      twoAreInside.await();
      var refused = rest.get("/gate");
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.body()).contains("All workers are busy; nothing was done. Try again.");
      assertThat(refused.headers().firstValue("retry-after")).contains("1");
      gate.countDown();
      for (var client : inside) {
        assertThat(client.get()).isEqualTo(200);
      }
    }
    assertThat(rest.get("/gate").statusCode()).isEqualTo(200);
  }

  @Test
  void aConnectionTooManyIsToldSo() throws IOException {
    var held = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 8; i++) {
        held.add(new Socket("127.0.0.1", rest.port()));
        var socket = held.getLast();
        socket.getOutputStream().write("GET /nope HTTP/1.1\r\n\r\n".getBytes(ISO_8859_1));
        assertThat(socket.getInputStream().read()).isEqualTo('H');
      }
      assertThat(rest.raw("GET /nope HTTP/1.1\r\n\r\n"))
          .startsWith("HTTP/1.1 503 ")
          .contains("Too many connections are open; nothing was done. Try again later.");
    } finally {
      for (var socket : held) {
        socket.close();
      }
    }
  }
}

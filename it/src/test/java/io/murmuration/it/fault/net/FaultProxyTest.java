package io.murmuration.it.fault.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FaultProxyTest {
  private static final int PATIENCE_MILLIS = 200;

  private final FaultProxy proxy = FaultProxy.start();
  private ServerSocket server;
  private Link link;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    link =
        proxy.link(
            new InetSocketAddress("127.0.0.1", 0),
            new InetSocketAddress("127.0.0.1", server.getLocalPort()));
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
    server.close();
    assertThat(proxy.faults()).isEmpty();
  }

  @Test
  void bytesPassBothWaysAndSoDoesTheEnd() throws Exception {
    try (var near = dial();
        var far = server.accept()) {
      var much = new byte[1_000_000];
      Arrays.fill(much, (byte) 7);
      var sent =
          CompletableFuture.runAsync(() -> {
            try {
              near.getOutputStream().write(much);
              near.shutdownOutput();
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          });
      assertThat(far.getInputStream().readAllBytes()).isEqualTo(much);
      far.getOutputStream().write("answer".getBytes(StandardCharsets.UTF_8));
      far.shutdownOutput();
      assertThat(near.getInputStream().readAllBytes()).asString().isEqualTo("answer");
      sent.join();
    }
  }

  @Test
  void aCutResetsWhatIsOpenAndWhoeverDials() throws Exception {
    try (var near = dial();
        var far = server.accept()) {
      link.set(new Condition.Cut());
      assertThatThrownBy(() -> read(near)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> read(far)).isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> {
          try (var again = dial()) {
            read(again);
          }
        })
        .isInstanceOf(IOException.class);
  }

  @Test
  void whatWasSentInASilenceArrivesAfterIt() throws Exception {
    try (var near = dial();
        var far = server.accept()) {
      link.set(new Condition.Silent());
      near.getOutputStream().write(1);
      far.setSoTimeout(PATIENCE_MILLIS);
      assertThatThrownBy(() -> read(far)).isInstanceOf(SocketTimeoutException.class);
      link.set(Condition.WELL);
      far.setSoTimeout(0);
      assertThat(read(far)).isEqualTo(1);
    }
  }

  @Test
  void whoDialsInASilenceIsConnectedAfterIt() throws Exception {
    link.set(new Condition.Silent());
    try (var near = dial()) {
      near.getOutputStream().write(2);
      link.set(Condition.WELL);
      try (var far = server.accept()) {
        assertThat(read(far)).isEqualTo(2);
      }
    }
  }

  @Test
  void aConditionMayConcernOnePeerOnly() throws Exception {
    link.set(peer -> peer.getHostAddress().equals("127.0.0.2") ? new Condition.Cut() : Condition.WELL);
    try (var other = new Socket()) {
      other.bind(new InetSocketAddress("127.0.0.2", 0));
      other.connect(link.address());
      assertThatThrownBy(() -> read(other)).isInstanceOf(IOException.class);
    }
    try (var near = dial();
        var far = server.accept()) {
      near.getOutputStream().write(3);
      assertThat(read(far)).isEqualTo(3);
    }
  }

  @Test
  void delayedBytesComeNoEarlier() throws Exception {
    var delay = Duration.ofMillis(150);
    link.set(new Condition.Delayed(delay));
    try (var near = dial();
        var far = server.accept()) {
      long sent = System.nanoTime();
      near.getOutputStream().write(4);
      assertThat(read(far)).isEqualTo(4);
      assertThat(Duration.ofNanos(System.nanoTime() - sent)).isGreaterThanOrEqualTo(delay);
    }
  }

  private Socket dial() throws IOException {
    return new Socket(link.address().getAddress(), link.address().getPort());
  }

  /** A byte, or an exception at an end: a reset may look like one. */
  private static int read(Socket socket) throws IOException {
    int value = socket.getInputStream().read();
    if (value < 0) {
      throw new IOException("ended");
    }
    return value;
  }
}

package io.murmuration.central.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class PacedAcceptTest {
  @Test
  void whoIsTooManyWaitsAndIsTakenWhenTimeHasPassed() throws Exception {
    Assumptions.assumeTrue(Epoll.isAvailable());
    var nanos = new AtomicLong();
    var taken = new AtomicInteger();
    List<Socket> clients = new ArrayList<>();
    var loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    try {
      var server =
          new ServerBootstrap()
              .group(loop)
              .channelFactory(new PacedAccept(40, nanos::get))
              .childHandler(
                  new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                      taken.incrementAndGet();
                    }
                  })
              .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .sync()
              .channel();
      int port = ((InetSocketAddress) server.localAddress()).getPort();
      for (int i = 0; i < 30; i++) {
        clients.add(new Socket(InetAddress.getLoopbackAddress(), port));
      }
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> taken.get() == 10); // a quarter of a second
      nanos.addAndGet(Duration.ofMillis(125).toNanos());
      await().atMost(Duration.ofSeconds(20)).until(() -> taken.get() == 15);
      nanos.addAndGet(Duration.ofSeconds(10).toNanos());
      await().atMost(Duration.ofSeconds(20)).until(() -> taken.get() == 25);
      nanos.addAndGet(Duration.ofSeconds(10).toNanos());
      await().atMost(Duration.ofSeconds(20)).until(() -> taken.get() == 30);
      server.close().sync();
    } finally {
      for (var client : clients) {
        client.close();
      }
      loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }
    assertThat(taken).hasValue(30);
  }
}

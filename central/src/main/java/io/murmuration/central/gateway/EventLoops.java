package io.murmuration.central.gateway;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The gateway's own threads: one that accepts, and one per lane. epoll where there is epoll. */
final class EventLoops implements AutoCloseable {
  private static final long QUIET_MS = 0;
  private static final long PATIENCE_MS = 2_000;

  private final EventLoopGroup acceptor;
  private final EventLoopGroup workers;

  EventLoops(int lanes) {
    this.acceptor = group(1, "agents-accept");
    this.workers = group(lanes, "lane");
  }

  private static EventLoopGroup group(int threads, String name) {
    IoHandlerFactory io =
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name, true), io);
  }

  EventLoopGroup acceptor() {
    return acceptor;
  }

  EventLoopGroup workers() {
    return workers;
  }

  void each(Consumer<EventExecutor> use) {
    workers.forEach(use);
  }

  @Override
  public void close() {
    var _ = acceptor.shutdownGracefully(QUIET_MS, PATIENCE_MS, TimeUnit.MILLISECONDS);
    workers
        .shutdownGracefully(QUIET_MS, PATIENCE_MS, TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(PATIENCE_MS);
  }
}

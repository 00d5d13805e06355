package io.murmuration.agent.lane;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator.SplittableGenerator;

/** The lanes of a process: so many threads, each an event loop. */
public final class Lanes implements AutoCloseable {
  private final MultiThreadIoEventLoopGroup group;
  private final List<Lane> lanes = new ArrayList<>();

  public Lanes(int count, LongSupplier nanoTime, SplittableGenerator random, Faults faults) {
    this.group =
        new MultiThreadIoEventLoopGroup(
            count,
            new DefaultThreadFactory("lane", true),
            Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    for (var executor : group) {
      lanes.add(new Lane((EventLoop) executor, nanoTime, random.split(), faults));
    }
  }

  /** The same number always gives the same lane. */
  public Lane lane(int number) {
    return lanes.get(Math.floorMod(number, lanes.size()));
  }

  /** The kind of socket that the lanes serve: epoll where there is epoll. */
  public static Class<? extends SocketChannel> channelType() {
    return Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
  }
}

package io.murmuration.central.gateway.intake;

import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Listeners that take so many connections per second, because each costs a TLS handshake on the
 * event loops that keep the other streams. When a fleet returns at once the others wait in the
 * kernel, instead of all of them being half done when their time is up.
 */
public final class PacedAccept implements ChannelFactory<ServerChannel> {
  private final int perSecond;
  private final LongSupplier nanoTime;

  /**
   * @param nanoTime monotonic
   */
  public PacedAccept(int perSecond, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.nanoTime = nanoTime;
  }

  @Override
  public ServerChannel newChannel() {
    ServerChannel channel =
        Epoll.isAvailable() ? new EpollServerSocketChannel() : new NioServerSocketChannel();
    channel.pipeline().addLast(new Pace(perSecond, nanoTime));
    return channel;
  }

  /** Sees each connection before whoever sets it up. On the acceptor's thread. */
  private static final class Pace extends ChannelInboundHandlerAdapter {
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final double SECOND = Duration.ofSeconds(1).toNanos();

    /** In parts of a second's worth. */
    private static final int BURST = 4;

    private final double perNano;
    private final double burst;
    private final LongSupplier nanoTime;
    private double room;
    private long filledNanos;

    Pace(int perSecond, LongSupplier nanoTime) {
      this.perNano = perSecond / SECOND;
      this.burst = Math.max(1, perSecond / (double) BURST);
      this.nanoTime = nanoTime;
      this.room = burst;
      this.filledNanos = nanoTime.getAsLong();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object connection) {
      fill();
      room -= 1;
      if (room < 1) {
        context.channel().config().setAutoRead(false);
        pause(context);
      }
      context.fireChannelRead(connection);
    }

    private void pause(ChannelHandlerContext context) {
      var _ =
          context.executor().schedule(() -> goOn(context), PAUSE.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void goOn(ChannelHandlerContext context) {
      fill();
      if (!context.channel().isOpen()) {
        return;
      }
      if (room < 1) {
        pause(context);
      } else {
        context.channel().config().setAutoRead(true);
      }
    }

    private void fill() {
      long now = nanoTime.getAsLong();
      room = Math.min(burst, room + (now - filledNanos) * perNano);
      filledNanos = now;
    }
  }
}

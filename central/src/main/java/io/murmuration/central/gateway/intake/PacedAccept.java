package io.murmuration.central.gateway.intake;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A listener that takes so many connections per second, because each costs a TLS handshake on the
 * event loops that keep the other streams. When a fleet returns at once the others wait in the
 * kernel, instead of all of them being half done when their time is up. Where there is no epoll
 * connections are not paced.
 */
public final class PacedAccept implements ChannelFactory<ServerChannel> {
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final double SECOND = Duration.ofSeconds(1).toNanos();

  /** In parts of a second's worth. */
  private static final int BURST = 4;

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
    return Epoll.isAvailable() ? new Paced(perSecond, nanoTime) : new NioServerSocketChannel();
  }

  /** Touched by the acceptor's thread only. */
  private static final class Paced extends EpollServerSocketChannel {
    private final double perNano;
    private final double burst;
    private final LongSupplier nanoTime;
    private double room;
    private long filledNanos;

    Paced(int perSecond, LongSupplier nanoTime) {
      this.perNano = perSecond / SECOND;
      this.burst = Math.max(1, perSecond / (double) BURST);
      this.nanoTime = nanoTime;
      this.room = burst;
      this.filledNanos = nanoTime.getAsLong();
    }

    @Override
    protected Channel newChildChannel(int fd, byte[] address, int offset, int length)
        throws Exception {
      fill();
      room -= 1;
      if (room < 1) {
        pause();
      }
      return super.newChildChannel(fd, address, offset, length);
    }

    private void pause() {
      config().setAutoRead(false);
      var _ =
          eventLoop()
              .schedule(
                  () -> {
                    fill();
                    if (room < 1) {
                      pause();
                    } else if (isOpen()) {
                      config().setAutoRead(true);
                    }
                  },
                  PAUSE.toNanos(),
                  TimeUnit.NANOSECONDS);
    }

    private void fill() {
      long now = nanoTime.getAsLong();
      room = Math.min(burst, room + (now - filledNanos) * perNano);
      filledNanos = now;
    }
  }
}

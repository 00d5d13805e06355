package io.murmuration.it.fault.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One connection through the proxy. Confined to the proxy's thread. */
final class Pipe {
  private final Link link;
  private final InetAddress peer;
  private final SocketChannel near;
  private final SocketChannel far;
  private final SelectionKey nearKey;
  private final SelectionKey farKey;
  private final Flow out;
  private final Flow back;
  private boolean dialled;
  private boolean connected;
  private boolean closed;

  /**
   * @param near the accepted connection
   */
  Pipe(Link link, SocketChannel near, Selector selector) throws IOException {
    this.link = link;
    this.near = near;
    this.peer = ((InetSocketAddress) near.getRemoteAddress()).getAddress();
    this.far = SocketChannel.open();
    far.configureBlocking(false);
    far.setOption(StandardSocketOptions.TCP_NODELAY, true);
    near.setOption(StandardSocketOptions.TCP_NODELAY, true);
    this.nearKey = near.register(selector, 0, this);
    this.farKey = far.register(selector, 0, this);
    this.out = new Flow(near, far);
    this.back = new Flow(far, near);
  }

  boolean isClosed() {
    return closed;
  }

  /** Does what can be done, and says what to be woken for. */
  void step(ByteBuffer scratch, long now) {
    try {
      switch (link.condition(peer)) {
        case Condition.Cut _ -> reset();
        case Condition.Silent _ -> {
          nearKey.interestOps(0);
          farKey.interestOps(0);
        }
        case Condition.Delayed(var delay) -> pass(scratch, now, delay.toNanos());
      }
    } catch (IOException | CancelledKeyException e) {
      reset(); // an end that is gone looks to the other one as if it had been cut
    }
  }

  private void pass(ByteBuffer scratch, long now, long delayNanos) throws IOException {
    if (!dialled) {
      dialled = true;
      connected = far.connect(link.target());
    } else if (!connected && farKey.isConnectable()) {
      connected = far.finishConnect();
    }
    if (!connected) {
      nearKey.interestOps(0);
      farKey.interestOps(SelectionKey.OP_CONNECT);
      return;
    }
    move(out, nearKey, scratch, now, delayNanos);
    move(back, farKey, scratch, now, delayNanos);
    if (out.isOver() && back.isOver()) {
      close();
      return;
    }
    nearKey.interestOps(interest(out, back, now));
    farKey.interestOps(interest(back, out, now));
  }

  private static void move(
      Flow flow, SelectionKey source, ByteBuffer scratch, long now, long delayNanos)
      throws IOException {
    if (flow.wantsToRead() && source.isReadable()) {
      flow.read(scratch, now + delayNanos);
    }
    flow.write(now);
  }

  private static int interest(Flow reads, Flow writes, long now) {
    return (reads.wantsToRead() ? SelectionKey.OP_READ : 0)
        | (writes.wantsToWrite(now) ? SelectionKey.OP_WRITE : 0);
  }

  /** Until delayed bytes are due; {@link Long#MAX_VALUE} if none wait for their time. */
  long nanosUntilDue(long now) {
    if (!(link.condition(peer) instanceof Condition.Delayed)) {
      return Long.MAX_VALUE;
    }
    return Math.min(late(out, now), late(back, now));
  }

  private static long late(Flow flow, long now) {
    long nanos = flow.nanosUntilDue(now);
    return nanos == 0 ? Long.MAX_VALUE : nanos; // due already: the other side does not take it
  }

  /** Both ends see a reset, not an orderly end. */
  private void reset() {
    try {
      near.setOption(StandardSocketOptions.SO_LINGER, 0);
      far.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException e) {
      closed = true; // it was gone already
    }
    close();
  }

  void close() {
    closed = true;
    for (var channel : new SocketChannel[] {near, far}) {
      try {
        channel.close();
      } catch (IOException e) {
        link.faults().accept(e);
      }
    }
  }
}

package io.murmuration.it.fault.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One direction of a connection. What could not be passed on yet waits here, at most {@value #MOST}
 * bytes and a read more; then nothing is read, so that the sender waits in TCP. Confined to the
 * proxy's thread.
 */
final class Flow {
  static final int MOST = 64 * 1024;

  private final SocketChannel from;
  private final SocketChannel to;
  private final Deque<Chunk> waiting = new ArrayDeque<>();
  private int waitingBytes;
  private boolean ended;
  private boolean endPassedOn;

  Flow(SocketChannel from, SocketChannel to) {
    this.from = from;
    this.to = to;
  }

  private record Chunk(long dueNanos, ByteBuffer bytes) {}

  boolean wantsToRead() {
    return !ended && waitingBytes < MOST;
  }

  /** Whether there is something that may be written now. */
  boolean wantsToWrite(long now) {
    var first = waiting.peek();
    return first != null && first.dueNanos - now <= 0;
  }

  /** Until the first waiting bytes are due; {@link Long#MAX_VALUE} if none wait. */
  long nanosUntilDue(long now) {
    var first = waiting.peek();
    return first == null ? Long.MAX_VALUE : Math.max(0, first.dueNanos - now);
  }

  boolean isOver() {
    return endPassedOn;
  }

  /** Takes what has come. */
  void read(ByteBuffer scratch, long dueNanos) throws IOException {
    scratch.clear();
    int count = from.read(scratch);
    if (count < 0) {
      ended = true;
    } else if (count > 0) {
      scratch.flip();
      var copy = ByteBuffer.allocate(count).put(scratch).flip();
      waiting.add(new Chunk(dueNanos, copy));
      waitingBytes += count;
    }
  }

  /** Passes on what is due and what the other side takes. */
  void write(long now) throws IOException {
    while (wantsToWrite(now)) {
      var first = waiting.element();
      waitingBytes -= to.write(first.bytes);
      if (first.bytes.hasRemaining()) {
        return;
      }
      waiting.remove();
    }
    if (ended && waiting.isEmpty() && !endPassedOn) {
      endPassedOn = true;
      to.shutdownOutput();
    }
  }
}

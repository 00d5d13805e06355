package io.murmuration.agent.session;

import java.util.ArrayDeque;
import java.util.Queue;

/** So many at once, the others in the order they came. Thread-safe. */
public final class BoundedGate implements DialGate {
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int free;

  public BoundedGate(int permits) {
    this.free = permits;
  }

  @Override
  public void acquire(Runnable granted) {
    synchronized (this) {
      if (free == 0) {
        waiting.add(granted);
        return;
      }
      free--;
    }
    granted.run();
  }

  @Override
  public void release() {
    Runnable next;
    synchronized (this) {
      next = waiting.poll();
      if (next == null) {
        free++;
        return;
      }
    }
    next.run();
  }
}

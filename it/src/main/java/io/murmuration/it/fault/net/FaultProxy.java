package io.murmuration.it.fault.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * Carries TCP connections from the addresses of its {@link Link}s to their targets, and treats them
 * as told. One thread carries all; what waits in it is bounded per connection and direction.
 */
public final class FaultProxy implements AutoCloseable {
  private static final int READ = 16 * 1024;
  private static final int BACKLOG = 4_096;
  private static final long LONGEST_WAIT_MILLIS = 1_000;

  private final Selector selector;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Set<Pipe> pipes = new HashSet<>();

  /** Those with bytes that wait for their time. */
  private final Set<Pipe> late = new HashSet<>();

  private final List<Exception> faults = new ArrayList<>();
  private final Thread thread;
  private volatile boolean closed;

  private FaultProxy(Selector selector) {
    this.selector = selector;
    this.thread = Thread.ofPlatform().daemon().name("fault-proxy").start(this::run);
  }

  public static FaultProxy start() {
    try {
      return new FaultProxy(Selector.open());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param listen port 0 takes any free one
   * @param target dialled anew for each connection
   */
  public Link link(InetSocketAddress listen, InetSocketAddress target) {
    try {
      var server = ServerSocketChannel.open();
      server.bind(listen, BACKLOG);
      server.configureBlocking(false);
      var address = (InetSocketAddress) server.getLocalAddress();
      var link = new Link(address, target, () -> submit(this::stepAll), this::fault);
      submit(() -> register(server, link));
      return link;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void register(ServerSocketChannel server, Link link) {
    try {
      server.register(selector, SelectionKey.OP_ACCEPT, link);
    } catch (IOException e) {
      fault(e);
    }
  }

  private void submit(Runnable task) {
    tasks.add(task);
    selector.wakeup();
  }

  private void run() {
    var scratch = ByteBuffer.allocateDirect(READ);
    try {
      while (!closed) {
        selector.select(pause());
        for (var task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
        turn(scratch);
      }
      pipes.forEach(Pipe::close);
      for (var key : Set.copyOf(selector.keys())) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      fault(e);
    }
  }

  private void turn(ByteBuffer scratch) throws IOException {
    long now = System.nanoTime();
    for (var key : selector.selectedKeys()) {
      if (key.isValid() && key.attachment() instanceof Link link) {
        accept((ServerSocketChannel) key.channel(), link, scratch, now);
      } else if (key.attachment() instanceof Pipe pipe) {
        step(pipe, scratch, now);
      }
    }
    selector.selectedKeys().clear();
    List.copyOf(late).forEach(pipe -> step(pipe, scratch, now));
  }

  private void accept(ServerSocketChannel server, Link link, ByteBuffer scratch, long now)
      throws IOException {
    var accepted = server.accept();
    if (accepted != null) {
      accepted.configureBlocking(false);
      var pipe = new Pipe(link, accepted, selector);
      pipes.add(pipe);
      step(pipe, scratch, now);
    }
  }

  private void step(Pipe pipe, ByteBuffer scratch, long now) {
    if (!pipe.isClosed()) {
      pipe.step(scratch, now);
    }
    if (pipe.isClosed()) {
      pipes.remove(pipe);
      late.remove(pipe);
    } else if (pipe.nanosUntilDue(now) == Long.MAX_VALUE) {
      late.remove(pipe);
    } else {
      late.add(pipe);
    }
  }

  /** A condition has changed. */
  private void stepAll() {
    var scratch = ByteBuffer.allocate(READ);
    long now = System.nanoTime();
    List.copyOf(pipes).forEach(pipe -> step(pipe, scratch, now));
  }

  private long pause() {
    long now = System.nanoTime();
    long due = TimeUnit.MILLISECONDS.toNanos(LONGEST_WAIT_MILLIS);
    for (var pipe : late) {
      due = Math.min(due, pipe.nanosUntilDue(now));
    }
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(due));
  }

  private void fault(Exception fault) {
    synchronized (faults) {
      faults.add(fault);
    }
  }

  /** What went wrong in the proxy itself; none is expected. */
  public List<Exception> faults() {
    synchronized (faults) {
      return List.copyOf(faults);
    }
  }

  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

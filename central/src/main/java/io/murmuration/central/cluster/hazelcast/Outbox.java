package io.murmuration.central.cluster.hazelcast;

import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import io.murmuration.central.observe.Faults;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends to the other members, in order, on one thread: a member that hangs can hold up this thread
 * and nobody else. Bounded; what does not fit is refused.
 */
final class Outbox implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  private final BlockingQueue<Runnable> queue;
  private final Faults faults;
  private final Thread thread;

  Outbox(int capacity, Faults faults) {
    this.queue = new ArrayBlockingQueue<>(capacity);
    this.faults = faults;
    this.thread = Thread.ofPlatform().name("cluster-out").daemon().start(this::send);
  }

  /** False if full. Never blocks. */
  boolean offer(Runnable message) {
    return queue.offer(message);
  }

  /** What waits is dropped. */
  @Override
  public void close() {
    thread.interrupt();
  }

  private void send() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        queue.take().run();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (HazelcastInstanceNotActiveException e) {
        LOG.debug("cluster: not sent, this node is leaving");
      } catch (HazelcastException e) {
        LOG.warn("cluster: not sent: {}", e.getMessage());
      } catch (RuntimeException e) {
        faults.report("cluster-out", e);
      }
    }
  }
}

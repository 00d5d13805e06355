package io.murmuration.central.cluster.hazelcast;

import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.map.IMap;
import com.hazelcast.query.Predicates;
import io.murmuration.central.cluster.Directory;
import io.murmuration.central.cluster.Periodic;
import io.murmuration.central.observe.Faults;
import io.murmuration.sync.model.SubcloudId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link Directory} in a map: subcloud id to node name. What is told is collected and written a few
 * times a second in two bulk calls, so its queue holds at most one entry per subcloud. Thread-safe.
 */
public final class MapDirectory implements Directory, AutoCloseable {
  private static final Duration LINGER = Duration.ofMillis(250);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(MapDirectory.class);

  private final IMap<Long, String> map;
  private final String self;
  private final Periodic writes;
  private Map<Long, Boolean> waiting = new HashMap<>();

  /**
   * @param self this node's name
   */
  public MapDirectory(HazelcastNode cluster, String self, Faults faults) {
    this.map = cluster.instance().getMap(MemberConfig.DIRECTORY);
    this.self = self;
    this.writes = Periodic.start("directory", LINGER, this::write, faults);
  }

  @Override
  public void held(Collection<SubcloudId> ids) {
    note(ids, true);
  }

  @Override
  public void left(Collection<SubcloudId> ids) {
    note(ids, false);
  }

  /** A hint; empty also if the map does not answer in time. Blocks up to some seconds. */
  public Optional<String> holder(SubcloudId id) {
    try {
      return Optional.ofNullable(
          map.getAsync(id.value())
              .toCompletableFuture()
              .get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException | TimeoutException | HazelcastInstanceNotActiveException e) {
      LOG.warn("directory: not read: {}", e.toString());
      return Optional.empty();
    }
  }

  /** What waits is dropped. */
  @Override
  public void close() {
    writes.close();
  }

  private synchronized void note(Collection<SubcloudId> ids, boolean held) {
    ids.forEach(id -> waiting.put(id.value(), held));
  }

  private synchronized Map<Long, Boolean> take() {
    var taken = waiting;
    waiting = new HashMap<>();
    return taken;
  }

  private void write() {
    try {
      write(take());
    } catch (HazelcastInstanceNotActiveException _) {
      LOG.debug("directory: not written, this node is no member any more");
    }
  }

  private void write(Map<Long, Boolean> taken) {
    var held = new HashMap<Long, String>();
    taken.forEach((id, isHeld) -> {
      if (isHeld) {
        held.put(id, self);
      }
    });
    taken.values().removeIf(isHeld -> isHeld);
    if (!held.isEmpty()) {
      await(map.setAllAsync(held).toCompletableFuture());
    }
    if (!taken.isEmpty()) {
      var left = taken.keySet().toArray(Long[]::new);
      await(
          CompletableFuture.runAsync(
              () ->
                  map.removeAll(
                      Predicates.and(Predicates.in("__key", left), Predicates.equal("this", self))),
              task -> Thread.ofVirtual().name("directory-left").start(task)));
    }
  }

  private static void await(CompletableFuture<?> write) {
    try {
      write.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      LOG.warn("directory: given up: {}", e.toString());
    } catch (ExecutionException e) {
      LOG.warn("directory: not written: {}", e.toString());
    }
  }
}

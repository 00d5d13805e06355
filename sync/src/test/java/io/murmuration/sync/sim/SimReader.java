package io.murmuration.sync.sim;

import io.murmuration.sync.model.Era;
import io.murmuration.sync.model.History;
import io.murmuration.sync.model.Lineage;
import io.murmuration.sync.sim.store.Change;
import io.murmuration.sync.sim.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows the table of changes, each second and on a nudge. A database that is not the one the node
 * remembers, or is behind it, is not believed before a new hub epoch begins in it.
 */
final class SimReader {
  private static final long STALE_AFTER = 3 * World.SECOND;

  private final Sim sim;
  private final SimHub hub;
  private final int life;
  private List<Consumer<Boolean>> asked = new ArrayList<>();
  private @Nullable HubImage image;
  private boolean reading;
  private long readAt;

  /**
   * What a node has seen, in a file of its own.
   *
   * @param identity of the database
   */
  record Memory(int identity, Lineage lineage, long seq) {
    static final Memory NOTHING = new Memory(0, Lineage.NONE, 0);

    boolean isBehind(Read read) {
      return identity != 0
          && read.lineage().hubEpoch() <= lineage.hubEpoch()
          && (read.identity() != identity || !read.lineage().equals(lineage) || read.seq() < seq);
    }
  }

  /**
   * One REPEATABLE READ transaction.
   *
   * @param changes beyond what the image holds, or all of them
   */
  record Read(int identity, List<Era> eras, long seq, Map<Long, Change> changes) {
    Lineage lineage() {
      return eras.getLast().lineage();
    }
  }

  SimReader(Sim sim, SimHub hub) {
    this.sim = sim;
    this.hub = hub;
    this.life = hub.life();
  }

  /** Before anything was read a node serves nobody. */
  HubImage image() {
    if (image == null) {
      throw new IllegalStateException("the node has read nothing yet");
    }
    return image;
  }

  boolean isLoaded() {
    return image != null;
  }

  /** Nothing may rest on the image. */
  boolean isStale() {
    return hub.nowNanos() - readAt > STALE_AFTER;
  }

  void poll() {
    read();
    sim.world.after(sim.variant.poll().toNanos(), () -> hub.in(life, this::poll));
  }

  void nudge() {
    read();
  }

  /** After a read that begins from now on; false if it failed. */
  void readIndex(Consumer<Boolean> then) {
    asked.add(then);
    if (!reading) {
      read();
    }
  }

  private void read() {
    if (reading) {
      return;
    }
    reading = true;
    var served = asked;
    asked = new ArrayList<>();
    long began = hub.nowNanos();
    sim.store.read(
        life, this::query, found -> hub.in(life, () -> ended(began, found, List.copyOf(served))));
  }

  private Read query() {
    var store = sim.store;
    boolean more = image != null && isOf(image, store.identity(), store.lineage());
    var changes = more ? store.changes.tailMap(image().seq, false) : store.changes;
    return new Read(store.identity(), List.copyOf(store.eras), store.seq(), new TreeMap<>(changes));
  }

  private static boolean isOf(HubImage image, int identity, Lineage lineage) {
    return image.identity == identity && image.lineage().equals(lineage);
  }

  private void ended(long began, @Nullable Read found, List<Consumer<Boolean>> served) {
    reading = false;
    boolean believed = found != null && !isBehind(found);
    if (found != null && believed) {
      hub.remember(new Memory(found.identity(), found.lineage(), found.seq()));
      readAt = began;
      if (image != null && !isOf(image, found.identity(), found.lineage())) {
        hub.beginAnew();
        return;
      }
      become(found);
    }
    served.forEach(then -> then.accept(believed));
    if (!asked.isEmpty() && believed) {
      read();
    }
  }

  private boolean isBehind(Read found) {
    return sim.variant.remembers()
        ? hub.memory().isBehind(found)
        : image != null && image.identity != found.identity(); // while it runs it knows
  }

  private void become(Read found) {
    var known = image;
    if (known == null) {
      var first = new HubImage(sim.digester, found.identity(), new History(found.eras()));
      found.changes().forEach(first::apply);
      first.seq = found.seq();
      image = first;
      hub.serve();
    } else {
      found
          .changes()
          .forEach((revision, change) -> {
            known.apply(revision, change);
            hub.changed(change);
          });
    }
  }
}

package io.murmuration.sync.sim.world;

import io.murmuration.sync.port.Timers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Virtual time in nanoseconds: tasks are run by one thread, in the order of their time. */
public final class World {
  public static final long SECOND = 1_000_000_000L;
  public static final long MILLI = 1_000_000L;
  private static final int KEPT = 200;

  /** Too many to be of help in a dump. */
  public static final String COMMIT = "commit";

  private final Agenda agenda = new Agenda();
  private final ArrayDeque<String> watchedEvents = new ArrayDeque<>();
  private final long watched;
  private long now;
  private long events;
  private long hash = 17;

  /**
   * @param watched subcloud whose last events are kept for the dump, or 0
   */
  public World(long watched) {
    this.watched = watched;
  }

  public long now() {
    return now;
  }

  public long events() {
    return events;
  }

  public long hash() {
    return hash;
  }

  public Timers.Timer after(long nanos, Runnable run) {
    return agenda.add(now + Math.max(0, nanos), run);
  }

  public void runUntil(long end) {
    for (var task = agenda.next(end); task != null; task = agenda.next(end)) {
      now = task.due();
      events++;
      task.run();
    }
    now = end;
  }

  /** Folds what happened into the trace hash; keeps the text if the subcloud is watched. */
  public void trace(String what, long item, long a, long b) {
    hash = mix(hash, now);
    hash = mix(hash, what.hashCode());
    hash = mix(hash, item);
    hash = mix(hash, a * 31 + b);
    if (watched != 0 && (item == watched || (item == 0 && !what.equals(COMMIT)))) {
      if (watchedEvents.size() == KEPT) {
        watchedEvents.removeFirst();
      }
      watchedEvents.addLast(Duration.ofNanos(now) + " " + what + " " + a + " " + b);
    }
  }

  public List<String> lastEvents() {
    return new ArrayList<>(watchedEvents);
  }

  private static long mix(long hash, long value) {
    long z = (hash ^ value) * 0x9E3779B97F4A7C15L;
    return z ^ (z >>> 29);
  }
}

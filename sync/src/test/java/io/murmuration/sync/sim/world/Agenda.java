package io.murmuration.sync.sim.world;

import io.murmuration.sync.port.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Tasks by (due, order of adding): a calendar queue. Only the slice of time that runs now is a
 * heap; the slices of the next two minutes are unsorted, and what is farther waits in a heap of its
 * own. A fleet has a task per agent and more pending, and one heap of them all is a cache miss per
 * level.
 */
final class Agenda {
  private static final int SLICE_BITS = 27; // 134 ms
  private static final int SLICES = 1024;

  private final PriorityQueue<Task> now = new PriorityQueue<>();
  private final List<List<Task>> soon = new ArrayList<>(SLICES);
  private final PriorityQueue<Task> later = new PriorityQueue<>();
  private int soonSize;
  private long slice;
  private long order;

  static final class Task implements Comparable<Task>, Timers.Timer {
    private final long due;
    private final long order;
    private @Nullable Runnable run;

    private Task(long due, long order, Runnable run) {
      this.due = due;
      this.order = order;
      this.run = run;
    }

    long due() {
      return due;
    }

    void run() {
      var left = run;
      if (left != null) {
        left.run();
      }
    }

    @Override
    public void cancel() {
      run = null;
    }

    private boolean isCancelled() {
      return run == null;
    }

    @Override
    public int compareTo(Task other) {
      return due != other.due ? Long.compare(due, other.due) : Long.compare(order, other.order);
    }
  }

  Agenda() {
    for (int i = 0; i < SLICES; i++) {
      soon.add(new ArrayList<>());
    }
  }

  Task add(long due, Runnable run) {
    var task = new Task(due, order++, run);
    long at = due >> SLICE_BITS;
    if (at <= slice) {
      now.add(task);
    } else if (at - slice < SLICES) {
      soon(at).add(task);
      soonSize++;
    } else {
      later.add(task);
    }
    return task;
  }

  /** Takes the next task that is due by {@code end}, or null. */
  @Nullable Task next(long end) {
    while (true) {
      for (var first = now.peek(); first != null && first.due <= end; first = now.peek()) {
        now.remove();
        if (!first.isCancelled()) {
          return first;
        }
      }
      if (!now.isEmpty() || slice >= end >> SLICE_BITS) {
        return null;
      }
      open(end >> SLICE_BITS);
    }
  }

  /** The next slice that has tasks, at most {@code last}. */
  private void open(long last) {
    var far = later.peek();
    long empty = far == null ? last : Math.min(last, far.due >> SLICE_BITS);
    slice = soonSize > 0 ? slice + 1 : Math.max(slice + 1, empty);
    var opened = soon(slice);
    soonSize -= opened.size();
    for (var task : opened) {
      if (!task.isCancelled()) {
        now.add(task);
      }
    }
    opened.clear();
    for (; far != null && far.due >> SLICE_BITS <= slice; far = later.peek()) {
      now.add(later.remove());
    }
  }

  private List<Task> soon(long at) {
    return soon.get((int) (at & (SLICES - 1)));
  }
}

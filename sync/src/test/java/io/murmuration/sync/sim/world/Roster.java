package io.murmuration.sync.sim.world;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What belongs to subclouds, in the order of their ids: to be found by id, drawn and walked. */
public final class Roster<T> {
  private final List<T> values = new ArrayList<>();
  private final List<T> view = Collections.unmodifiableList(values);
  private long[] ids = new long[64];

  public @Nullable T get(long id) {
    int at = index(id);
    return at < 0 ? null : values.get(at);
  }

  public boolean contains(long id) {
    return index(id) >= 0;
  }

  public void put(long id, T value) {
    int at = index(id);
    if (at >= 0) {
      values.set(at, value);
      return;
    }
    at = -1 - at; // the end, but for transactions that overtook each other
    if (values.size() == ids.length) {
      ids = Arrays.copyOf(ids, 2 * ids.length);
    }
    System.arraycopy(ids, at, ids, at + 1, values.size() - at);
    ids[at] = id;
    values.add(at, value);
  }

  public @Nullable T remove(long id) {
    int at = index(id);
    if (at < 0) {
      return null;
    }
    System.arraycopy(ids, at + 1, ids, at, values.size() - at - 1);
    return values.remove(at);
  }

  /** Live. */
  public List<T> values() {
    return view;
  }

  private int index(long id) {
    return Arrays.binarySearch(ids, 0, values.size(), id);
  }
}

package io.murmuration.agent.testing;

import io.murmuration.agent.lane.Faults;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what was reported, so that a test can assert that nothing was. */
public final class RecordedFaults implements Faults {
  private final List<Throwable> faults = new CopyOnWriteArrayList<>();

  @Override
  public void report(String where, Throwable fault) {
    faults.add(new AssertionError(where, fault));
  }

  public List<Throwable> all() {
    return faults;
  }
}

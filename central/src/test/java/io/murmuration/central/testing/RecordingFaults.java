package io.murmuration.central.testing;

import io.murmuration.central.observe.Faults;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps every fault; a test that ends with one has failed, unless it took it away. */
public final class RecordingFaults implements Faults {
  private final List<Throwable> faults = new CopyOnWriteArrayList<>();

  @Override
  public void report(String where, Throwable bug) {
    faults.add(bug);
  }

  /** The faults so far, which count no more. */
  public List<Throwable> take() {
    var taken = List.copyOf(faults);
    faults.clear();
    return taken;
  }

  /**
   * @throws AssertionError if there was a fault
   */
  public void assertNone() {
    if (!faults.isEmpty()) {
      var failure = new AssertionError(faults.size() + " faults (expected: none)");
      faults.forEach(failure::addSuppressed);
      throw failure;
    }
  }
}

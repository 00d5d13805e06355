package io.murmuration.sync.sim;

/** An invariant does not hold. One line: what, and about which subcloud (0: the hub itself). */
public final class Violation extends AssertionError {
  private static final long serialVersionUID = 1L;
  private final long item;

  Violation(long item, String what) {
    super((item == 0 ? "hub" : "sc-" + item) + ": " + what);
    this.item = item;
  }

  Violation(String line, Violation cause) {
    super(line, cause);
    this.item = cause.item;
  }

  long item() {
    return item;
  }
}

package io.murmuration.agent.lane;

/** Where bugs go: counted and logged in production, asserted empty in tests. Thread-safe. */
@FunctionalInterface
public interface Faults {
  /**
   * @param where in words that a reader of the log can search the code for
   */
  void report(String where, Throwable fault);
}

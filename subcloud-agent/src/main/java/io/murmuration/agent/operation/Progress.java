package io.murmuration.agent.operation;

/** Told by a run how far it is. Thread-safe, never blocks, costs nothing if called often. */
@FunctionalInterface
public interface Progress {
  /**
   * @param percent 0 to 100
   * @param details what it does now, for an operator
   */
  void report(int percent, String details);
}

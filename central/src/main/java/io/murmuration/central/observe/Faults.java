package io.murmuration.central.observe;

/**
 * Where bugs go: anything thrown that is not a designed "no". Counted and logged in production;
 * recorded in tests, which fail if there was one. Thread-safe, never throws.
 */
@FunctionalInterface
public interface Faults {
  /**
   * @param where a fixed name of the place (a route, a lane, a duty), never an id
   */
  void report(String where, Throwable bug);
}

package io.murmuration.central.store;

import io.murmuration.schema.tx.Tx;
import java.time.Duration;

/**
 * The contract's one lock for calls that change subclouds or groups (contract, conventions:
 * concurrency): checks such as "the name is free" and "no range overlaps" stay true until the
 * commit, on all nodes. Reads take none.
 */
public final class InventoryLock {
  /** Any constant that no other advisory lock of the product uses. */
  private static final long KEY = 0x696e76656e746f72L;

  /** One round trip: PostgreSQL computes a row's columns from left to right. */
  private static final String TAKE =
      "SELECT set_config('lock_timeout', ?, true), pg_advisory_xact_lock(?)";

  private InventoryLock() {}

  /**
   * Waits for the lock and holds it until the transaction ends. Take it before anything else.
   *
   * @param patience for this lock and every later one of the transaction; a wait beyond it fails
   *     with SQLSTATE 55P03
   */
  public static void take(Tx tx, Duration patience) {
    tx.sql().fetch(TAKE, patience.toMillis() + "ms", KEY);
  }
}

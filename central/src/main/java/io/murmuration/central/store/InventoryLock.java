package io.murmuration.central.store;

import io.murmuration.schema.tx.Tx;

/**
 * The contract's one lock for calls that change subclouds or groups (contract, conventions:
 * concurrency): checks such as "the name is free" and "no range overlaps" stay true until the
 * commit, on all nodes. Reads take none.
 */
public final class InventoryLock {
  /** Any constant that no other advisory lock of the product uses. */
  private static final long KEY = 0x696e76656e746f72L;

  private InventoryLock() {}

  /** Waits for the lock and holds it until the transaction ends. Take it before anything else. */
  public static void take(Tx tx) {
    tx.sql().fetch("SELECT pg_advisory_xact_lock(?)", KEY);
  }
}

package io.murmuration.schema.tx;

import org.jooq.DSLContext;

/**
 * Proof that a transaction is open; only {@link Transactions} makes one. Belongs to the thread and
 * the call that received it: using it afterwards is a bug and throws.
 */
public final class Tx {
  private final DSLContext sql;
  private volatile boolean open = true;

  Tx(DSLContext sql) {
    this.sql = sql;
  }

  /**
   * The SQL of this transaction; for repositories only.
   *
   * @throws IllegalStateException if the transaction has ended
   */
  public DSLContext sql() {
    if (!open) {
      throw new IllegalStateException("transaction: ended (expected: open)");
    }
    return sql;
  }

  void end() {
    open = false;
  }
}

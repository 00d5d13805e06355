package io.murmuration.schema.tx;

/** How much of other transactions a transaction may see, in PostgreSQL's sense of the words. */
public enum Isolation {
  /** Each statement sees what was committed before it began; the usual choice. */
  READ_COMMITTED,
  /** All statements see one snapshot; a write to a row that changed since fails and is retried. */
  REPEATABLE_READ,
  /** As if transactions ran one after the other; may fail at commit and is retried. */
  SERIALIZABLE;

  String sql() {
    return "SET TRANSACTION ISOLATION LEVEL " + name().replace('_', ' ');
  }
}

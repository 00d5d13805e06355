package io.murmuration.central.operation;

import io.murmuration.sync.operation.OperationId;

/** What became of one {@link NewOperation}. */
public sealed interface Started {
  /** Its row is written. */
  record Ordered(OperationId id) implements Started {}

  /** Another mutating operation of the subcloud is not closed yet; nothing was written. */
  record Busy() implements Started {}

  /** There is no such subcloud any more; nothing was written. */
  record Gone() implements Started {}
}

package io.murmuration.sync.operation;

/** How an operation ended for certain. */
public enum Outcome {
  SUCCEEDED,
  FAILED,
  /** Never started, and never will be. */
  CANCELLED
}

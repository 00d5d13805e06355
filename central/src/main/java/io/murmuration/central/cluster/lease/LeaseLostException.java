package io.murmuration.central.cluster.lease;

/** Rolls back what a former holder of a duty was about to write. */
public final class LeaseLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LeaseLostException(String duty, long epoch) {
    super("lease " + duty + ": epoch " + epoch + " is not held any more");
  }
}

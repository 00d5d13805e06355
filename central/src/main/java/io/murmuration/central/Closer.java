package io.murmuration.central;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Closes in reverse order of opening, everything, whatever fails on the way; also after a start
 * that fails half-way. Used by one thread.
 */
public final class Closer implements AutoCloseable {
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  /** Takes over the duty to close. */
  public <T extends AutoCloseable> T own(T resource) {
    open.push(resource);
    return resource;
  }

  /**
   * @throws IllegalStateException if anything could not be closed; the further failures are
   *     suppressed ones
   */
  @Override
  public void close() {
    IllegalStateException failure = null;
    while (!open.isEmpty()) {
      var resource = open.pop();
      try {
        resource.close();
      } catch (Exception e) {
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
        if (failure == null) {
          failure = new IllegalStateException("not everything could be closed");
        }
        failure.addSuppressed(e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}

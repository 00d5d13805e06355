package io.murmuration.central.subcloud.status;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.murmuration.central.api.Answer;
import io.murmuration.central.api.ResourceRef;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What was last answered about the subclouds that were asked for last, for the time in which the
 * database does not answer. Thread-safe.
 */
final class LastAnswers {
  private static final int MOST = 1_000;
  private static final float LOAD = 0.75f;

  private final LongSupplier nanoTime;

  /** The one asked for least recently goes first. */
  private final Map<ResourceRef, Kept> kept =
      new LinkedHashMap<>(16, LOAD, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ResourceRef, Kept> eldest) {
          return size() > MOST;
        }
      };

  private record Kept(ObjectNode body, long atNanos) {}

  /**
   * @param nanoTime monotonic
   */
  LastAnswers(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * @param body not changed by anybody any more
   */
  synchronized void keep(ResourceRef ref, ObjectNode body) {
    kept.put(ref, new Kept(body, nanoTime.getAsLong()));
  }

  synchronized void forget(ResourceRef ref) {
    kept.remove(ref);
  }

  /** With its age; empty if nobody asked before, or long ago. */
  synchronized Optional<Answer> find(ResourceRef ref) {
    return Optional.ofNullable(kept.get(ref))
        .map(last -> {
          var age = Duration.ofNanos(nanoTime.getAsLong() - last.atNanos());
          return new Answer.Json(200, last.body(), age.toSeconds());
        });
  }
}

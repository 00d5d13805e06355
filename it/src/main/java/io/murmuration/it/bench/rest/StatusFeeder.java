package io.murmuration.it.bench.rest;

import io.murmuration.it.run.Rest;
import io.murmuration.it.run.TestAuthority;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps statuses moving: once a second a group is given another configuration, and each of its
 * members becomes out-of-sync and, when its agent has answered, in-sync again.
 */
final class StatusFeeder implements AutoCloseable {
  private final Rest rest;
  private final String path;
  private final TestAuthority authority;
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private long serial = 1;

  StatusFeeder(Rest rest, int group, TestAuthority authority) {
    this.rest = rest;
    this.path = "/v1.0/desired/groups/" + group;
    this.authority = authority;
    var _ = thread.scheduleAtFixedRate(this::change, 0, 1, TimeUnit.SECONDS);
  }

  private void change() {
    try {
      var certificate = authority.certificate("feed", serial++);
      var item =
          Map.of("type", "trusted-ca", "name", "feed", "value", Map.of("certificate", certificate));
      rest.json("POST", path, Map.of("items", List.of(item)));
    } catch (GeneralSecurityException e) {
      failure.compareAndSet(null, new IllegalStateException(e));
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }

  /**
   * @throws IllegalStateException if a change failed: then nothing was measured
   */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(Duration.ofSeconds(30).toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("the last change has not been answered");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    var failed = failure.get();
    if (failed != null) {
      throw new IllegalStateException("the statuses did not move", failed);
    }
  }
}

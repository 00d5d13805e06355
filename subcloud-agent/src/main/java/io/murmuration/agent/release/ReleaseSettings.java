package io.murmuration.agent.release;

import java.time.Duration;

/**
 * @param cacheBytes most that the cache may have
 * @param keepFreeBytes what downloads leave free on the disk
 * @param bytesPerSecond the agent's own limit of a download, below the hub's; 0: none
 * @param patience longest wait for the next bytes of the hub
 */
public record ReleaseSettings(
    long cacheBytes, long keepFreeBytes, long bytesPerSecond, Duration patience) {
  /** Longer than the hub waits before it gives a fetch up. */
  public static final Duration PATIENCE = Duration.ofSeconds(90);

  public static final ReleaseSettings DEFAULT =
      new ReleaseSettings(20L << 30, 1L << 30, 0, PATIENCE);
}

package io.murmuration.central.cluster;

/** Makes every node read {@code change} now instead of within a second. May be lost. */
@FunctionalInterface
public interface Nudges {
  /** After a commit that appended to {@code change}. Never blocks. */
  void changed();
}

package io.murmuration.central.store;

/**
 * Wakes the readers of the hub's changes after a commit, for speed only: they look by themselves
 * each second. Never blocks, never throws.
 */
public interface ChangeNudge {
  void nudge();
}

package io.murmuration.central.status;

/** Numbers of this node's sessions, for people. Thread-safe, roughly consistent. */
public interface Sessions {
  int connected();

  /** Pushes that wait for an answer and hold a permit. */
  int pushesInFlight();

  /** Sites that wait for a permit. */
  int pushesQueued();
}

package io.murmuration.sync.hub;

/** Decides; pure. */
@FunctionalInterface
public interface HubMachine {
  /**
   * @param nowNanos monotonic; only differences mean something
   */
  Step step(KindState state, KindEvent event, Inputs inputs, long nowNanos);
}

package io.murmuration.sync.hub;

import java.util.List;

/** New state and what to do, in order. */
public record Step(KindState state, List<Effect> effects) {
  public Step {
    effects = List.copyOf(effects);
  }
}

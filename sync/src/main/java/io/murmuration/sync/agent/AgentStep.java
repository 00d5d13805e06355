package io.murmuration.sync.agent;

import java.util.List;

/** New state and what to do, in order. */
public record AgentStep(AgentState state, List<AgentEffect> effects) {
  public AgentStep {
    effects = List.copyOf(effects);
  }
}

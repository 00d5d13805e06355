package io.murmuration.sync.agent;

/** Decides; pure. */
@FunctionalInterface
public interface AgentMachine {
  AgentStep step(AgentState state, AgentEvent event);
}

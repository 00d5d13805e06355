package io.murmuration.central.operation.desk;

import java.util.List;

/** The way to the agents. */
@FunctionalInterface
public interface AgentWire {
  /** From any thread; never blocks. Orders to streams that have ended are dropped. */
  void send(List<AgentOrder> orders);
}

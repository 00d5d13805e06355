package io.murmuration.central.node;

import java.util.Locale;

/** What a running node does about agents. */
public enum NodeState {
  /** Does not take them yet. */
  STARTING,
  /** Takes them. */
  SERVING,
  /** Sends them to other nodes, because an operator wants it. */
  DRAINING,
  /** Has none left. */
  DRAINED,
  /** Sends them to other nodes and ends. */
  STOPPING;

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A state that a newer build says is not known here: it is not to be sent agents. */
  static NodeState of(String wireName) {
    for (var state : values()) {
      if (state.wireName().equals(wireName)) {
        return state;
      }
    }
    return STOPPING;
  }
}

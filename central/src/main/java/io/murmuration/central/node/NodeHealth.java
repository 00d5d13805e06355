package io.murmuration.central.node;

import io.murmuration.central.observe.HealthCheck;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Whether this node is in use. A drained one answers every request, but says 503 here, so that load
 * balancers take it out before it is stopped.
 */
final class NodeHealth implements HealthCheck {
  private final Supplier<NodeReport> node;

  NodeHealth(Supplier<NodeReport> node) {
    this.node = node;
  }

  @Override
  public String name() {
    return "node";
  }

  @Override
  public Facts check() {
    var said = node.get();
    return new Facts(
        said.state() == NodeState.SERVING,
        Map.of("state", said.state().wireName(), "streams", said.streams()));
  }
}

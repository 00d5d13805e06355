package io.murmuration.central.gateway;

import io.murmuration.central.operation.desk.AgentOrder;
import io.murmuration.central.operation.desk.AgentWire;
import io.murmuration.central.status.Sessions;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.port.Timers;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/** All lanes of the node. A subcloud's stream may come to any of them, so most calls go to all. */
final class Lanes implements Sessions, AgentWire {
  private final List<Lane> lanes;
  private final Set<SubcloudId> open = ConcurrentHashMap.newKeySet();

  Lanes(List<Lane> lanes) {
    this.lanes = List.copyOf(lanes);
  }

  /** The lane of the calling event loop. */
  Lane here() {
    for (var lane : lanes) {
      if (lane.isHere()) {
        return lane;
      }
    }
    throw new IllegalStateException(
        "lane: none of " + Thread.currentThread() + " (expected: an event loop of the gateway)");
  }

  /** From any thread. */
  void submitToAll(Consumer<Lane> turn) {
    lanes.forEach(lane -> lane.submit(() -> turn.accept(lane)));
  }

  @Override
  public void send(List<AgentOrder> orders) {
    submitToAll(lane -> orders.forEach(lane::order));
  }

  int size() {
    return lanes.size();
  }

  /** Timers whose calls come on one of the lanes, for what belongs to none. */
  Timers.Timer after(Duration delay, Runnable task) {
    return lanes.getFirst().timers().after(delay, task);
  }

  void opened(SubcloudId id) {
    open.add(id);
  }

  void ended(SubcloudId id) {
    open.remove(id);
  }

  /** Subclouds with an open stream; a live view. */
  Collection<SubcloudId> open() {
    return open;
  }

  @Override
  public int connected() {
    return sum(Lane::connected);
  }

  @Override
  public int pushesInFlight() {
    return sum(Lane::inFlight);
  }

  @Override
  public int pushesQueued() {
    return sum(Lane::queued);
  }

  private int sum(ToIntFunction<Lane> number) {
    return lanes.stream().mapToInt(number).sum();
  }
}

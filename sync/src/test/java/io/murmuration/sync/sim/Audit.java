package io.murmuration.sync.sim;

import io.murmuration.sync.hub.HubLane;
import io.murmuration.sync.hub.Inputs;
import io.murmuration.sync.hub.KindState;
import io.murmuration.sync.hub.Phase;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.model.SyncStatus;
import io.murmuration.sync.resource.Presence;
import io.murmuration.sync.resource.Scope;
import io.murmuration.sync.sim.site.SimSite;
import io.murmuration.sync.sim.store.Change;
import io.murmuration.sync.sim.store.SubcloudRow;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The thorough comparison, every ten virtual seconds and at the end. */
final class Audit {
  private final Sim sim;

  Audit(Sim sim) {
    this.sim = sim;
  }

  void run() {
    for (var agent : sim.agents()) {
      for (var kind : Setup.KINDS) {
        if (!agent.site.of(kind).containsKey(SimSite.LOCAL)) {
          throw new Violation(agent.id, "an object that the hub never declared is gone");
        }
      }
    }
    for (var hub : sim.hubs()) {
      if (hub.isUp()) {
        run(hub);
      }
    }
  }

  private void run(SimHub hub) {
    var lane = Objects.requireNonNull(hub.lane());
    for (var agent : sim.agents()) {
      compare(hub, lane, agent);
    }
    int holding = 0;
    for (long id = 1; id <= sim.load.lastId(); id++) {
      for (var kind : Setup.KINDS) {
        var state = lane.state(new SubcloudId(id), kind);
        holding += state != null && state.phase().holdsPermit() ? 1 : 0;
      }
    }
    if (holding != lane.permits().held()) {
      throw new Violation(
          0, lane.permits().held() + " permits are held, but " + holding + " pushes wait");
    }
  }

  private void compare(SimHub hub, HubLane lane, SimAgent agent) {
    for (var applier : agent.appliers()) {
      sim.invariants.shownNoFresherThanTrue(hub, agent, applier);
    }
    var id = new SubcloudId(agent.id);
    var inputs = lane.inputs(id);
    if (inputs == null) {
      var stream = hub.stream(agent.id);
      if (stream != null && stream.openAtHub) {
        throw new Violation(agent.id, "its stream is open, but the hub forgot it");
      }
      return;
    }
    for (var applier : agent.appliers()) {
      var state = lane.state(id, applier.kind);
      if (state != null) {
        sim.invariants.shownAsSeen(hub, agent, applier, state, inputs);
        if (isForgotten(state, inputs) && !isInConflict(lane, id, inputs)) {
          throw new Violation(
              agent.id, applier.kind + " differs from what is wanted, but nothing is under way");
        }
      }
    }
  }

  /** About one kind, which holds the others too. */
  private static boolean isInConflict(HubLane lane, SubcloudId id, Inputs inputs) {
    for (var kind : Setup.KINDS) {
      var state = lane.state(id, kind);
      if (state != null && state.isHeldByConflict(inputs)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isForgotten(KindState state, Inputs inputs) {
    return state.phase() instanceof Phase.Settled
        && inputs.managed()
        && inputs.online()
        && inputs.hold() == null
        && !state.isAsWanted()
        && !state.isRefused()
        && !state.isHeldByConflict(inputs)
        && !state.isAhead();
  }

  /** Null when every accepted change is where it belongs, else what is missing first. */
  @Nullable Violation unsettled() {
    for (var hub : sim.hubs()) {
      if (!hub.isUp() || hub.isFrozen()) {
        return new Violation(0, "node " + hub.node + " is down");
      }
    }
    var declared = declared();
    for (var row : sim.store.subclouds.values()) {
      var agent = sim.agent(row.id);
      var stream = agent == null ? null : agent.stream();
      if (!row.online
          || agent == null
          || stream == null
          || !Objects.equals(row.epoch, stream.epoch)) {
        return new Violation(row.id, "not connected: online=" + row.online);
      }
      for (var kind : Setup.KINDS) {
        var missing =
            agent.serves(kind) ? missing(row, agent, kind, declared) : shownUnserved(row, kind);
        if (missing != null) {
          return missing;
        }
      }
    }
    for (var operation : sim.store.operations.entrySet()) {
      var stage = operation.getValue().stage();
      Long id = sim.store.operationSubcloud.get(operation.getKey());
      if (stage.isOpen() && id != null && sim.store.subclouds.contains(id)) {
        return new Violation(id, "operation " + operation.getKey() + " is " + stage);
      }
    }
    for (var hub : sim.hubs()) {
      var missing = unsettled(hub);
      if (missing != null) {
        return missing;
      }
    }
    return null;
  }

  /** A node has nothing to do, and shows what the database says. */
  private @Nullable Violation unsettled(SimHub hub) {
    var permits = Objects.requireNonNull(hub.lane()).permits();
    if (permits.held() + permits.queued() + hub.writer().pending() > 0) {
      return new Violation(0, "work is queued");
    }
    var image = hub.live().image();
    for (var row : sim.store.subclouds.values()) {
      if (image.isOnline(row.id) != row.online) {
        return new Violation(row.id, "node " + hub.node + " shows online=" + !row.online);
      }
      for (var kind : Setup.KINDS) {
        var shown = image.status(row.id, kind);
        var status = shown == null ? SyncStatus.UNKNOWN : shown.status();
        if (status != row.status(kind).status()) {
          return new Violation(
              row.id,
              "node %d shows %s as %s (expected: %s)"
                  .formatted(hub.node, kind, status, row.status(kind)));
        }
      }
    }
    for (long id : image.ids()) {
      if (!sim.store.subclouds.contains(id)) {
        return new Violation(id, "node " + hub.node + " still shows it, but it is deleted");
      }
    }
    return null;
  }

  /** A kind that the agent does not know is not shown as anything. */
  private static @Nullable Violation shownUnserved(SubcloudRow row, Kind kind) {
    return row.status(kind).status() == SyncStatus.UNKNOWN
        ? null
        : new Violation(row.id, kind + " is shown " + row.status(kind) + ", but is not served");
  }

  private @Nullable Violation missing(
      SubcloudRow row, SimAgent agent, Kind kind, Map<Place, Map<ItemKey, Said>> declared) {
    var wanted = wanted(row, kind, declared);
    var drifted = firstDifference(row, agent, kind, wanted, true);
    var status = row.status(kind);
    var expected =
        !row.view.managed()
            ? SyncStatus.UNKNOWN
            : drifted == null ? SyncStatus.IN_SYNC : SyncStatus.OUT_OF_SYNC;
    if (status.status() != expected) {
      return new Violation(row.id, kind + " is shown " + status + " (expected: " + expected + ")");
    }
    return row.view.managed() ? firstDifference(row, agent, kind, wanted, false) : null;
  }

  private static Map<ItemKey, Said> wanted(
      SubcloudRow row, Kind kind, Map<Place, Map<ItemKey, Said>> declared) {
    var wanted = new LinkedHashMap<ItemKey, Said>();
    for (var left : row.view.former()) {
      declared
          .getOrDefault(new Place(new Scope.Group(left), kind), Map.of())
          .forEach((key, said) -> wanted.put(key, new Said(Presence.ABSENT, said.payload())));
    }
    declared.getOrDefault(new Place(Scope.FLEET, kind), Map.of()).forEach(wanted::put);
    for (var near : new Scope[] {new Scope.Group(row.view.group()), new Scope.Subcloud(row.id)}) {
      declared
          .getOrDefault(new Place(near, kind), Map.of())
          .forEach((key, said) -> {
            if (said.presence() != Presence.REMOVED || !wanted.containsKey(key)) {
              wanted.put(key, said);
            }
          });
    }
    return wanted;
  }

  /**
   * @param reported look at items whose drift is only reported, or at all others
   */
  private @Nullable Violation firstDifference(
      SubcloudRow row, SimAgent agent, Kind kind, Map<ItemKey, Said> wanted, boolean reported) {
    var values = agent.site.of(kind);
    for (var entry : wanted.entrySet()) {
      boolean isPresent = entry.getValue().presence() == Presence.PRESENT;
      if ((isPresent && sim.isReported(row.id, entry.getKey().type())) != reported) {
        continue;
      }
      var want =
          entry.getValue().presence() == Presence.PRESENT ? entry.getValue().payload() : null;
      var have = values.get(entry.getKey());
      boolean isLeftOver = want == null && have != null && sim.invariants.isOfLostTime(have);
      if (!isLeftOver && (want == null ? have != null : !want.equals(have))) {
        return new Violation(
            row.id,
            entry.getKey()
                + " of "
                + kind
                + " is "
                + (have == null ? "missing" : have.text())
                + " (expected: "
                + (want == null ? "nothing" : want.text())
                + ")");
      }
    }
    return null;
  }

  private record Place(Scope scope, Kind kind) {}

  private record Said(Presence presence, Payload payload) {}

  /** What the committed changes say, folded without the product's code. */
  private Map<Place, Map<ItemKey, Said>> declared() {
    var all = new HashMap<Place, Map<ItemKey, Said>>();
    for (var change : sim.store.changes.values()) {
      if (change instanceof Change.Desired(var scope, var kind, var versions)) {
        var place = all.computeIfAbsent(new Place(scope, kind), _ -> new TreeMap<>());
        versions.forEach(v -> place.put(v.key(), new Said(v.presence(), v.payload())));
      }
    }
    return all;
  }
}

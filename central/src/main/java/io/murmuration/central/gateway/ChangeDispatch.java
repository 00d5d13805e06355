package io.murmuration.central.gateway;

import io.murmuration.central.cluster.ChangeListener;
import io.murmuration.central.cluster.HubSnapshot;
import io.murmuration.central.cluster.SubcloudView;
import io.murmuration.central.gateway.claim.Roster;
import io.murmuration.central.status.Convergence;
import io.murmuration.central.store.Change;
import io.murmuration.proto.GoAway;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.resource.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Tells the lanes what the change reader read. On the reader's thread; hands over and returns. */
final class ChangeDispatch implements ChangeListener {
  /** Within which agents come back, about; admission spreads them further. */
  private static final Duration NEW_EPOCH = Duration.ofSeconds(1);

  private final NodeView node;
  private final Lanes lanes;
  private final Roster roster;
  private final Convergence convergence;
  private final Overtaken overtaken;

  ChangeDispatch(
      NodeView node, Lanes lanes, Roster roster, Convergence convergence, Overtaken overtaken) {
    this.node = node;
    this.lanes = lanes;
    this.roster = roster;
    this.convergence = convergence;
    this.overtaken = overtaken;
  }

  @Override
  public void changed(List<Change> changes, Revision appliedUpTo) {
    Set<Scope> moved = new LinkedHashSet<>();
    Set<SubcloudId> decided = new LinkedHashSet<>();
    Set<Scope> drift = new LinkedHashSet<>();
    Set<Kind> asked = EnumSet.noneOf(Kind.class);
    for (var change : changes) {
      switch (change.what()) {
        case DESIRED -> {
          convergence.began(change.seq(), targets(change));
          moved.add(change.scope());
        }
        case SUBCLOUD -> decided.add(new SubcloudId(change.scope().scopeId()));
        case SUBCLOUD_DELETED -> withdraw(change, "the subcloud was deleted");
        case REVOCATION -> withdraw(change, "the enrolment was revoked");
        case AUDIT_SOFTWARE -> asked.add(Kind.SOFTWARE);
        case AUDIT_KUBERNETES -> asked.add(Kind.KUBERNETES);
        case AUDIT_KUBE_ROOTCA -> asked.add(Kind.KUBE_ROOTCA);
        case REFERENCE -> {} // read and handed over by whoever keeps it
        case OPERATION -> {} // the desk of the operations listens itself
        // a group's name is how its policy is called; who is in it comes as SUBCLOUD
        case DRIFT_POLICY, GROUP -> drift.add(change.scope());
      }
    }
    if (moved.contains(Scope.FLEET)) {
      moved = Set.of(Scope.FLEET);
    }
    for (var scope : moved) {
      lanes.submitToAll(lane -> lane.hub().wantedMoved(scope));
    }
    if (!decided.isEmpty()) {
      lanes.submitToAll(lane -> decided.forEach(id -> refresh(lane, id)));
    }
    if (!drift.isEmpty()) {
      lanes.submitToAll(lane -> decide(lane, drift));
    }
    for (var kind : asked) {
      lanes.submitToAll(lane -> lane.hub().audit(Scope.FLEET, kind, true));
    }
  }

  /** Who has to move. Nothing is folded here: that is the lanes' work, and this the reader's. */
  private List<SubcloudId> targets(Change change) {
    var image = node.snapshot();
    if (change.scope() instanceof Scope.Subcloud(var number)) {
      var id = new SubcloudId(number);
      return lanes.open().contains(id) && isTarget(image, id, change) ? List.of(id) : List.of();
    }
    var targets = new ArrayList<SubcloudId>();
    for (var id : lanes.open()) {
      if (isTarget(image, id, change)) {
        targets.add(id);
      }
    }
    return targets;
  }

  private static boolean isTarget(HubSnapshot image, SubcloudId id, Change change) {
    var subcloud = image.subcloud(id);
    if (subcloud.isEmpty()
        || !subcloud.get().managed()
        || image.hold() != null
        || subcloud.get().hold() != null) {
      return false;
    }
    if (change.scope() instanceof Scope.Group(var group) && subcloud.get().group() != group) {
      return false;
    }
    return !change.seq().isAfter(image.head(id, Kind.PLATFORM));
  }

  private void withdraw(Change change, String why) {
    var id = new SubcloudId(change.scope().scopeId());
    roster.withdrawn(id, change.seq());
    lanes.submitToAll(lane -> lane.withdraw(id, change.seq(), why));
  }

  /** An operator decided something about a subcloud. */
  private void refresh(Lane lane, SubcloudId id) {
    var image = node.snapshot();
    image
        .subcloud(id)
        .ifPresent(now -> {
          lane.decided(image, now);
          var session = lane.session(id);
          if (session != null) {
            session.decide(image.drift(now));
          }
        });
  }

  /** An operator decided something about drift: who is concerned by it is told. */
  private void decide(Lane lane, Set<Scope> scopes) {
    var image = node.snapshot();
    for (var session : lane.sessions()) {
      var subcloud = image.subcloud(session.id());
      var before = lane.hub().inputs(session.id());
      if (subcloud.isEmpty()
          || before == null
          || scopes.stream().noneMatch(scope -> isIn(subcloud.get(), scope))) {
        continue;
      }
      var policy = image.drift(subcloud.get());
      if (policy.equals(before.drift())) {
        session.decide(policy);
      } else {
        refresh(lane, session.id());
      }
    }
  }

  private static boolean isIn(SubcloudView subcloud, Scope scope) {
    return switch (scope) {
      case Scope.Fleet _ -> true;
      case Scope.Group(var group) -> subcloud.group() == group;
      case Scope.Subcloud(var id) -> subcloud.id().value() == id;
    };
  }

  /** Nobody knows what changed: every session is looked at. */
  @Override
  public void reloaded(Revision appliedUpTo) {
    roster.reloaded(appliedUpTo);
    lanes.submitToAll(lane -> {
      for (var session : lane.sessions()) {
        if (node.snapshot().subcloud(session.id()).isEmpty()) {
          session.part(GoAway.Reason.NOT_AUTHORISED, "the subcloud was deleted", Duration.ZERO);
          lane.hub().removed(session.id());
        } else if (session.claimed().hub().hubEpoch() < node.snapshot().epochs().epoch()) {
          // What it holds is judged anew, and pushes of its stream would be of the former epoch.
          session.part(
              GoAway.Reason.DRAINING, "a new hub epoch began", lane.timers().jittered(NEW_EPOCH));
        } else {
          refresh(lane, session.id());
        }
      }
      lane.hub().wantedMoved(Scope.FLEET);
    });
    overtaken.check(Set.copyOf(lanes.open()));
  }
}

package io.murmuration.sync.sim;

import io.murmuration.sync.hub.KindEvent;
import io.murmuration.sync.hub.KindState;
import io.murmuration.sync.hub.LaneObserver;
import io.murmuration.sync.hub.Permits;
import io.murmuration.sync.hub.Phase;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.status.SiteVerdict;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/** What must hold after each event in one life of a hub. */
final class LaneWatch implements LaneObserver {
  private final Sim sim;
  private final SimHub hub;
  private final Set<SubcloudId> touched = new LinkedHashSet<>();

  LaneWatch(Sim sim, SimHub hub) {
    this.sim = sim;
    this.hub = hub;
  }

  private static void check(boolean holds, SubcloudId id, String what) {
    if (!holds) {
      throw new Violation(id.value(), what);
    }
  }

  @Override
  public void stepped(
      SubcloudId id,
      SessionEpoch epoch,
      Kind kind,
      KindEvent event,
      KindState before,
      KindState after) {
    touched.add(id);
    var holding = after.holding();
    sim.world.trace(
        event.getClass().getSimpleName() + ">" + after.phase().getClass().getSimpleName(),
        id.value(),
        holding == null ? 0 : holding.revision().number(),
        after.wanted().revision().number() * 31 + kind.wireName().length());
    if (event instanceof KindEvent.Answered(var attempt, _)
        && (!(before.phase() instanceof Phase.InFlight flight) || flight.attempt() != attempt)) {
      check(after.equals(before), id, "an answer to attempt " + attempt + " moved another");
    }
    if (after.phase() instanceof Phase.InFlight flight) {
      check(flight.attempt() == after.attempts(), id, "two attempts are live");
    }
    if (after.isConflict() && !before.isConflict()) {
      checkConflict(id, kind);
    }
  }

  /** Only what the database does not remember is foreign, whatever this node has read of it. */
  private void checkConflict(SubcloudId id, Kind kind) {
    var stream = hub.stream(id.value());
    var hello = stream == null ? null : stream.hello;
    if (hello != null) {
      boolean known =
          sim.store
              .history()
              .knows(hello.lineage(kind), hello.held(kind), new Revision(sim.store.seq()));
      check(
          !known,
          id,
          kind
              + " is taken for a conflict, but "
              + hello.held(kind)
              + " of epoch "
              + hello.lineage(kind).hubEpoch()
              + " is in the database");
    }
  }

  /** After each event at the hub: permits are held exactly by what is in flight and not parked. */
  void after(long id) {
    var lane = hub.lane();
    if (lane == null) {
      return;
    }
    if (id > 0) {
      touched.add(new SubcloudId(id));
    }
    for (var one : touched) {
      for (var kind : Setup.KINDS) {
        var state = lane.state(one, kind);
        boolean should = state != null && state.phase().holdsPermit();
        check(
            should == lane.permits().isHeld(new Permits.Claim(one, kind)),
            one,
            kind + ": a permit is " + (should ? "missing" : "leaked"));
      }
    }
    touched.clear();
    if (lane.permits().held() > lane.permits().limit()) {
      throw new Violation(0, "more permits than there are");
    }
  }

  /**
   * Told by the site's own answers, each once: up is online, two answers of down are offline, and a
   * site that never answered is not online. A new stream begins with what was known before it.
   */
  void verdictHeard(SimStream stream, SiteVerdict said) {
    var id = new SubcloudId(stream.agent.id);
    var lane = hub.lane();
    var inputs = lane == null ? null : lane.inputs(id);
    if (lane == null || inputs == null || !Objects.equals(lane.epoch(id), stream.epoch)) {
      return; // the hub dropped it: a newer stream counts, or this one does not yet
    }
    switch (said.state()) {
      case UP -> {
        stream.saidUp = true;
        stream.downsSinceUp = 0;
      }
      case DOWN -> {
        stream.downsSinceUp += stream.downsSinceUp > 0 && stream.lastDown == said.number() ? 0 : 1;
        stream.lastDown = said.number();
        stream.saidUp &= stream.downsSinceUp < 2;
      }
      case UNKNOWN -> {}
    }
    check(
        inputs.online() == stream.saidUp,
        id,
        "the site is not " + (stream.saidUp ? "online" : "offline") + " after " + said);
  }
}

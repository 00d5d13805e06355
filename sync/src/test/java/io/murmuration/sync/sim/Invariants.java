package io.murmuration.sync.sim;

import io.murmuration.sync.agent.KindJournal;
import io.murmuration.sync.hub.HubLane;
import io.murmuration.sync.hub.Inputs;
import io.murmuration.sync.hub.KindEvent;
import io.murmuration.sync.hub.KindState;
import io.murmuration.sync.hub.LaneObserver;
import io.murmuration.sync.hub.Permits;
import io.murmuration.sync.hub.Phase;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.model.SyncStatus;
import io.murmuration.sync.operation.Operation;
import io.murmuration.sync.operation.OperationId;
import io.murmuration.sync.operation.Outcome;
import io.murmuration.sync.resource.PushContent;
import io.murmuration.sync.sim.site.SimSite;
import io.murmuration.sync.sim.store.SubcloudRow;
import io.murmuration.sync.status.KindStatus;
import io.murmuration.sync.status.SiteVerdict;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must hold after each event; see {@code Audit} for what is compared now and then. */
final class Invariants implements LaneObserver {
  /** What an agent says of ages takes a moment, on its own side and on the way. */
  private static final Duration LATE = Duration.ofSeconds(15);

  /** A lane looks at ages now and then, the more rarely the longer they may be. */
  private static final Duration RAREST_LOOK = Duration.ofMinutes(1);

  private final Sim sim;
  private final long oldestShownNanos;
  private final Map<Item, Site> sites = new HashMap<>();
  private final Set<SubcloudId> touched = new LinkedHashSet<>();
  private final Map<OperationId, Integer> settled = new HashMap<>();
  private @Nullable HubLane lane;

  private record Item(long id, Kind kind) {}

  /** Of one kind at one site. */
  private static final class Site {
    final Set<Revision> everDurable = new HashSet<>();
    final Set<ItemKey> everListed = new HashSet<>();
    long lastAttempt;

    Site() {
      everDurable.add(Revision.NONE);
    }
  }

  Invariants(Sim sim) {
    this.sim = sim;
    this.oldestShownNanos = oldestShown(sim.setup.unobservedAfter()).toNanos();
  }

  private Site site(long id, Kind kind) {
    return sites.computeIfAbsent(new Item(id, kind), _ -> new Site());
  }

  private static void check(boolean holds, long id, String what) {
    if (!holds) {
      throw new Violation(id, what);
    }
  }

  void hubStarted(HubLane started) {
    lane = started;
    touched.clear();
  }

  void hubKilled() {
    lane = null;
    touched.clear();
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
      check(after.equals(before), id.value(), "an answer to attempt " + attempt + " moved another");
    }
    if (after.phase() instanceof Phase.InFlight flight) {
      check(flight.attempt() == after.attempts(), id.value(), "two attempts are live");
    }
  }

  /** After each event at the hub: permits are held exactly by what is in flight and not parked. */
  void after(long id) {
    var now = lane;
    if (now == null) {
      return;
    }
    if (id > 0) {
      touched.add(new SubcloudId(id));
    }
    for (var one : touched) {
      for (var kind : Setup.KINDS) {
        var state = now.state(one, kind);
        boolean should = state != null && state.phase().holdsPermit();
        check(
            should == now.permits().isHeld(new Permits.Claim(one, kind)),
            one.value(),
            kind + ": a permit is " + (should ? "missing" : "leaked"));
      }
    }
    touched.clear();
    check(now.permits().held() <= now.permits().limit(), 0, "more permits than there are");
  }

  void pushed(long id, Kind kind, long attempt, PushContent content) {
    var site = site(id, kind);
    check(attempt > site.lastAttempt, id, "attempt " + attempt + " was used before");
    site.lastAttempt = attempt;
    site.everListed.addAll(content.deletions());
    for (var key : content.deletions()) {
      check(!key.equals(SimSite.LOCAL), id, "the hub lists a key that it never gave: " + key);
    }
  }

  void deletedAtSite(long id, Kind kind, ItemKey key) {
    check(site(id, kind).everListed.contains(key), id, key + " is deleted, but no push listed it");
  }

  /** What was finished is not written again: only another value, or one that was refused. */
  void writtenWhereDriftIsReported(long id, KindJournal durable, ItemKey key, Payload payload) {
    check(
        !payload.equals(durable.wanted().get(key)) || durable.refusals().containsKey(key),
        id,
        key + " is written again, but its drift is only reported");
  }

  void madeDurable(long id, Kind kind, KindJournal before, KindJournal next) {
    check(
        !before.held().isAfter(next.held()),
        id,
        kind + " goes back from " + before.held() + " to " + next.held());
    site(id, kind).everDurable.add(next.held());
  }

  void journalLost(long id) {
    sim.world.trace("journal lost", id, 0, 0);
  }

  void statusWritten(SubcloudRow row, Kind kind, long epoch, KindStatus status) {
    check(
        epoch == row.epoch,
        row.id,
        "a status of session " + epoch + " is written over the claim of session " + row.epoch);
    check(
        site(row.id, kind).everDurable.contains(status.held()),
        row.id,
        "the hub records " + status.held() + " of " + kind + ", which was never durable there");
    sim.world.trace(
        "status", row.id, status.held().number(), status.status().wireName().hashCode());
  }

  /**
   * Told by the site's own answers, each once: up is online, two answers of down are offline, and a
   * site that never answered is not online. A new stream begins with what was known before it.
   */
  void verdictHeard(SimStream stream, SiteVerdict said) {
    var id = new SubcloudId(stream.agent.id);
    var now = lane;
    var inputs = now == null ? null : now.inputs(id);
    if (now == null || inputs == null || !Objects.equals(now.epoch(id), stream.epoch)) {
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
        id.value(),
        "the site is not " + (stream.saidUp ? "online" : "offline") + " after " + said);
  }

  /** What is shown as in-sync was seen at the site not too long ago. */
  void shownAsSeen(long id, SimApplier applier, KindState state, Inputs inputs) {
    if (sim.world.now() - applier.readAt() > oldestShownNanos) {
      var shown = KindStatus.of(applier.kind, state, inputs).status();
      check(
          shown != SyncStatus.IN_SYNC,
          id,
          applier.kind + " is shown in-sync, but was last seen " + applier.age() + " ago");
    }
  }

  private static Duration oldestShown(Duration limit) {
    var eighth = limit.dividedBy(8);
    var look = eighth.compareTo(RAREST_LOOK) < 0 ? eighth : RAREST_LOOK;
    return limit.plus(look).plus(LATE);
  }

  void operationStored(long id, Operation before, Operation after) {
    sim.world.trace("operation", id, after.stage().getClass().getSimpleName().hashCode(), 0);
    if (before.stage().isOpen() && !after.stage().isOpen()) {
      check(
          settled.merge(after.order().id(), 1, Integer::sum) == 1,
          id,
          "a result was reported twice");
    }
    if (after.stage() instanceof Operation.Stage.Settled(var outcome, _)) {
      int ran = sim.effects(id, after.order().id());
      check(
          outcome == Outcome.SUCCEEDED ? ran == 1 : ran == 0,
          id,
          "an operation settled as " + outcome + " ran " + ran + " times");
    }
  }

  void operationRan(long id, OperationId operation, int times) {
    check(times == 1, id, "operation " + operation + " ran " + times + " times");
  }
}

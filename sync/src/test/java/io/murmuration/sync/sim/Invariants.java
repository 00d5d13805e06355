package io.murmuration.sync.sim;

import io.murmuration.sync.agent.KindJournal;
import io.murmuration.sync.hub.Effect;
import io.murmuration.sync.hub.Inputs;
import io.murmuration.sync.hub.KindState;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Lineage;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.model.SyncStatus;
import io.murmuration.sync.operation.Operation;
import io.murmuration.sync.operation.OperationId;
import io.murmuration.sync.operation.Outcome;
import io.murmuration.sync.resource.PushContent;
import io.murmuration.sync.sim.live.Image;
import io.murmuration.sync.sim.site.SimSite;
import io.murmuration.sync.sim.store.SubcloudRow;
import io.murmuration.sync.status.KindStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What must hold whenever something is written, sent or made durable; see {@link LaneWatch} for
 * what holds after each event of a hub, {@link Audit} for what is compared now and then.
 */
final class Invariants {
  /** What an agent says of ages takes a moment, on its own side and on the way. */
  private static final Duration LATE = Duration.ofSeconds(15);

  /** A lane looks at ages now and then, the more rarely the longer they may be. */
  private static final Duration RAREST_LOOK = Duration.ofMinutes(1);

  private final Sim sim;
  private final long oldestShownNanos;
  private final Map<Item, Site> sites = new HashMap<>();
  private final Map<OperationId, Integer> settled = new HashMap<>();
  private @Nullable Restored restored;

  private record Item(long id, Kind kind) {}

  /**
   * The database was replaced by a dump.
   *
   * @param lost the history whose revisions after {@code last} nobody remembers
   * @param highest the newest of them
   * @param identity of the database since
   */
  private record Restored(Lineage lost, Revision last, long highest, int identity) {}

  /** Of one kind at one site. */
  private static final class Site {
    final Set<Revision> everDurable = new HashSet<>();
    final Set<ItemKey> everListed = new HashSet<>();
    long lastAttempt;
    @Nullable SessionEpoch newest;

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

  /** The operator replaced the database: what it does not hold did not happen for it. */
  void restored(Lineage lost, Revision last, long highest) {
    restored = new Restored(lost, last, highest, sim.store.identity());
    settled
        .keySet()
        .removeIf(id -> {
          var row = sim.store.operations.get(id);
          return row == null || row.stage().isOpen();
        });
    sim.world.trace("restored", 0, last.number(), sim.store.identity());
  }

  void pushed(SimStream stream, Kind kind, Effect.Push push, PushContent content) {
    long id = stream.agent.id;
    var site = site(id, kind);
    var epoch = stream.epoch;
    if (epoch != null && (site.newest == null || epoch.compareTo(site.newest) >= 0)) {
      // an older session knows no better, and its stream is not listened to
      check(
          push.attempt() > site.lastAttempt, id, "attempt " + push.attempt() + " was used before");
      site.lastAttempt = push.attempt();
      site.newest = epoch;
    }
    site.everListed.addAll(content.deletions());
    for (var key : content.deletions()) {
      check(!key.equals(SimSite.LOCAL), id, "the hub lists a key that it never gave: " + key);
    }
    checkHistory(stream, kind, push);
  }

  /**
   * A site that said with its greeting that it holds what was lost with the database is left alone,
   * until somebody has decided, or it has by itself what is wanted. (What it was given before and
   * finishes after the greeting, it does not tell the history of.)
   */
  private void checkHistory(SimStream stream, Kind kind, Effect.Push push) {
    var now = restored;
    var hello = stream.hello;
    var lane = stream.hub.lane();
    if (now == null
        || hello == null
        || lane == null
        || stream.hub.image().identity < now.identity()) {
      return; // or of the former database, which nobody has missed yet
    }
    var id = new SubcloudId(stream.agent.id);
    var state = lane.state(id, kind);
    var inputs = lane.inputs(id);
    if (state == null || inputs == null) {
      return;
    }
    boolean lost = hello.lineage(kind).equals(now.lost()) && hello.held(kind).isAfter(now.last());
    boolean equal =
        state.holding() != null && push.wanted().digest().equals(state.holding().digest());
    boolean decided = inputs.overridden().contains(kind) || stream.takenOver.contains(kind);
    check(
        !lost || equal || decided,
        id.value(),
        "the site is rolled back: it holds "
            + hello.held(kind)
            + ", of which the restored database knows nothing, and is sent "
            + push.wanted().revision());
    stream.takenOver.add(kind);
  }

  /** A push is for those who know its kind. */
  void arrived(SimAgent agent, Kind kind) {
    check(agent.serves(kind), agent.id, "is sent " + kind + ", of which it never spoke");
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

  /** Within a history what is held only grows, and a former history is not come back to. */
  void madeDurable(SimAgent agent, Kind kind, KindJournal before, KindJournal next) {
    boolean same = before.lineage().equals(next.lineage());
    check(
        same
            ? !before.held().isAfter(next.held())
            : before.lineage().hubEpoch() < next.lineage().hubEpoch(),
        agent.id,
        kind + " goes back from " + before.held() + " to " + next.held());
    site(agent.id, kind).everDurable.add(next.held());
  }

  void journalLost(long id) {
    sim.world.trace("journal lost", id, 0, 0);
  }

  /**
   * @param node the incarnation that writes
   */
  void statusWritten(SubcloudRow row, Kind kind, int node, SessionEpoch epoch, KindStatus status) {
    check(
        row.isHeldBy(epoch),
        row.id,
        "a status of session " + epoch + " is written over the claim of session " + row.epoch);
    check(
        row.holder == node,
        row.id,
        "node " + node + " writes with success, but node " + row.holder + " holds the session");
    check(
        site(row.id, kind).everDurable.contains(status.held()),
        row.id,
        "the hub records " + status.held() + " of " + kind + ", which was never durable there");
    sim.world.trace(
        "status", row.id, status.held().number(), status.status().wireName().hashCode());
  }

  /**
   * @param dead the incarnation that held it when the duty looked
   * @param leads whether the node that writes has the duty's lease
   */
  void orphanClaimed(SubcloudRow row, int dead, boolean leads) {
    check(leads, row.id, "its session is claimed under a lease that another node has by now");
    check(
        row.holder == dead,
        row.id,
        "its session is claimed as of node " + dead + ", but node " + row.holder + " has it");
    sim.world.trace("orphan", row.id, dead, 0);
  }

  /** Of what is shown, nothing older takes the place of something newer. */
  void imageTook(SimHub hub, long id, @Nullable SessionEpoch before, @Nullable SessionEpoch after) {
    check(
        before == null || (after != null && before.compareTo(after) <= 0),
        id,
        "node " + hub.node + " showed session " + before + " of it, and now " + after);
  }

  /** What a node shows as seen was seen no earlier at the site, but for the time under way. */
  void shownNoFresherThanTrue(SimHub hub, SimAgent agent, SimApplier applier) {
    long id = agent.id;
    Image image = hub.live().image();
    var shown = image.status(id, applier.kind);
    long seen = image.seenNanos(id, applier.kind);
    if (shown != null && shown.status() == SyncStatus.IN_SYNC && seen != Image.NEVER) {
      long age = hub.nowNanos() - seen;
      long trueAge = sim.world.now() - applier.lookedAt();
      check(
          trueAge - age < LATE.toNanos() + agent.longestWay() + hub.longestWay(),
          id,
          "node %d shows %s as seen %d s ago, but nobody has looked for %d s"
              .formatted(hub.node, applier.kind, age / 1_000_000_000, trueAge / 1_000_000_000));
    }
  }

  /** Whether a value was declared in the time that was lost with the database. */
  boolean isOfLostTime(Payload value) {
    var now = restored;
    var text = value.text();
    if (now == null || !text.startsWith("v")) {
      return false;
    }
    long revision = Long.parseLong(text.substring(1));
    return revision > now.last().number() && revision <= now.highest();
  }

  /**
   * Whether the site holds, as its journal says, what was lost, but did not say so in its Hello.
   */
  boolean holdsUntoldOfLostTime(SimStream stream, SimApplier applier) {
    var now = restored;
    var durable = applier.durable();
    return now != null
        && stream.hello != null
        && durable.lineage().equals(now.lost())
        && durable.held().isAfter(now.last())
        && !durable.held().equals(stream.hello.held(applier.kind));
  }

  /** A change that was said not to have happened did not. */
  void refused(long request) {
    check(
        !sim.store.requests.containsKey(request),
        0,
        "request " + request + " was refused, but its change is stored");
  }

  /** What is shown as in-sync was seen at the site not too long ago. */
  void shownAsSeen(SimHub hub, SimAgent agent, SimApplier applier, KindState state, Inputs inputs) {
    long id = agent.id;
    long late = agent.longestWay() + hub.longestWay();
    if (sim.world.now() - applier.lookedAt() > oldestShownNanos + late) {
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

package io.murmuration.sync.sim;

import io.murmuration.sync.hub.SessionStart;
import io.murmuration.sync.model.Holding;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Lineage;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.sim.store.Change;
import io.murmuration.sync.sim.store.SimStore;
import io.murmuration.sync.sim.world.World;
import io.murmuration.sync.status.SiteVerdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** From Hello to Welcome: claims in the database, waits for the node's image, opens the session. */
final class SimClaims {
  private static final long LINGER = 30 * World.MILLI;

  private final Sim sim;
  private final SimHub hub;
  private final int life;
  private List<Hello> hellos = new ArrayList<>();
  private boolean claiming;

  /** A stream may be overtaken on its way from the claim to its opening. */
  private final Map<Long, SessionEpoch> newest = new HashMap<>();

  /**
   * What an agent says first.
   *
   * @param lineages the history of each holding
   */
  record Hello(
      SimStream stream,
      String journal,
      long dial,
      SiteVerdict verdict,
      Map<Kind, Holding> holdings,
      Map<Kind, Duration> ages,
      Map<Kind, Lineage> lineages) {
    long id() {
      return stream.agent.id;
    }

    Revision highest() {
      return holdings.values().stream().map(Holding::revision).reduce(Revision.NONE, Revision::max);
    }

    Revision held(Kind kind) {
      var holding = holdings.get(kind);
      return holding == null ? Revision.NONE : holding.revision();
    }

    Lineage lineage(Kind kind) {
      return lineages.getOrDefault(kind, Lineage.NONE);
    }
  }

  /**
   * What the claim's transaction saw.
   *
   * @param seq the newest revision then
   */
  private record Claimed(
      SessionEpoch epoch, Lineage lineage, long seq, boolean wasOnline, Change.View view) {}

  SimClaims(Sim sim, SimHub hub) {
    this.sim = sim;
    this.hub = hub;
    this.life = hub.life();
  }

  void hello(Hello hello) {
    if (hub.reader().isStale()) {
      hello.stream().hubEndGone(); // this node has lost its database
      return;
    }
    hellos.add(hello);
    if (!claiming) {
      claiming = true;
      sim.world.after(LINGER, () -> hub.in(life, this::claim));
    }
  }

  private void claim() {
    var batch = hellos;
    hellos = new ArrayList<>();
    var won = new LinkedHashMap<SimStream, Claimed>();
    sim.store.transact(
        new SimStore.Tx(
            life,
            batch.stream().mapToLong(Hello::id).distinct().toArray(),
            () -> {},
            () -> () -> batch.forEach(hello -> claimRow(hello, won)),
            end -> hub.in(life, () -> claimed(end, batch, won))));
  }

  private void claimRow(Hello hello, Map<SimStream, Claimed> won) {
    var row = sim.store.subclouds.get(hello.id());
    if (row == null || !row.journal.equals(hello.journal()) || hello.dial() <= row.dial) {
      return;
    }
    var lineage = sim.store.lineage();
    row.dial = hello.dial();
    row.holder = life;
    row.epoch = sim.variant.claim(row, lineage.hubEpoch());
    won.put(hello.stream(), new Claimed(row.epoch, lineage, sim.store.seq(), row.online, row.view));
  }

  private void claimed(SimStore.End end, List<Hello> batch, Map<SimStream, Claimed> won) {
    for (var hello : batch) {
      var claimed = won.get(hello.stream());
      if (end == SimStore.End.COMMITTED && claimed != null) {
        accept(hello, claimed);
      } else {
        hello.stream().hubEndGone(); // not claimed, or nobody knows: the next dial is a higher one
      }
    }
    claiming = !hellos.isEmpty();
    if (claiming) {
      claim();
    }
  }

  private void accept(Hello hello, Claimed claimed) {
    newest.merge(hello.id(), claimed.epoch(), (a, b) -> a.compareTo(b) >= 0 ? a : b);
    var image = hub.image();
    boolean behind =
        hello.highest().number() > image.seq
            || image.view(hello.id()) == null
            || !image.lineage().equals(claimed.lineage());
    if (behind && sim.variant.readsBeforeItOpens()) {
      hub.reader().readIndex(_ -> open(hello, claimed));
    } else {
      open(hello, claimed);
    }
  }

  private void open(Hello hello, Claimed claimed) {
    var stream = hello.stream();
    var image = hub.image();
    boolean isNewest = claimed.epoch().equals(newest.get(hello.id()));
    if (!isNewest || !image.lineage().equals(claimed.lineage())) {
      stream.hubEndGone(); // overtaken while it was claimed, or of a history not yet read
      return;
    }
    var seen = image.view(hello.id());
    var view =
        seen != null && seen.generation() >= claimed.view().generation() ? seen : claimed.view();
    stream.agent.wasUnderWay(sim.world.now() - stream.dialledAt);
    stream.epoch = claimed.epoch();
    stream.lineage = claimed.lineage();
    stream.hello = hello;
    stream.strange = strange(hello, image, claimed);
    stream.saidUp = claimed.wasOnline();
    var start =
        new SessionStart(
            new SubcloudId(hello.id()),
            claimed.epoch(),
            view.group(),
            SimHub.inputs(view, stream),
            claimed.wasOnline(),
            sim.variant.heard(hello.verdict()),
            hello.holdings(),
            hello.ages(),
            stream.strange,
            false);
    if (stream.openAtHub) {
      hub.opened(stream, start);
    } else {
      hub.openedAndGone(stream, start);
    }
  }

  private Set<Kind> strange(Hello hello, HubImage image, Claimed claimed) {
    long applied =
        sim.variant.readsBeforeItOpens() ? Math.max(image.seq, claimed.seq()) : image.seq;
    var strange = EnumSet.noneOf(Kind.class);
    for (var kind : hello.holdings().keySet()) {
      var lineage = Objects.requireNonNull(hello.lineages().get(kind));
      if (!image.history.knows(lineage, hello.held(kind), new Revision(applied))) {
        strange.add(kind);
      }
    }
    return strange;
  }
}

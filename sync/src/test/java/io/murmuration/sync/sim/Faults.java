package io.murmuration.sync.sim;

import io.murmuration.sync.sim.store.SimStore;
import io.murmuration.sync.sim.world.Chance;
import io.murmuration.sync.sim.world.World;
import java.util.List;

/** What fate does, at the rates of the mix. */
final class Faults {
  private final Sim sim;
  private final Chance chance;

  Faults(Sim sim, Chance chance) {
    this.sim = sim;
    this.chance = chance;
  }

  void start() {
    var mix = sim.mix;
    perSite(mix.reset(), () -> anybody().reset());
    perSite(mix.partition(), this::partition);
    perSite(mix.freeze(), this::freeze);
    perSite(mix.stop(), () -> anybody().stoppedUntil = until(5, 60));
    perSite(mix.stall(), this::stall);
    perSite(mix.crash(), () -> anybody().crash(chance.oneIn(4)));
    perSite(mix.journalLoss(), () -> anybody().loseJournal());
    perSite(mix.drift(), this::drift);
    perSite(mix.siteDown(), () -> anybody().site.downUntil = until(20, 90));
    perSite(mix.slowSite(), () -> anybody().site.slowUntil = until(60, 240));
    perSite(mix.refuse(), () -> anybody().site.refuseUntil = until(20, 200));
    perSite(mix.defer(), () -> anybody().site.deferUntil = until(20, 120));
    perSite(mix.diskFull(), () -> anybody().site.diskFullUntil = until(20, 120));
    perSite(mix.forgottenDeletion(), () -> anybody().site.forgetsDeletionsUntil = until(60, 240));
    perSite(mix.unreadable(), this::unreadable);
    perSite(mix.hangingProbe(), this::hangingProbe);
    perMinute(mix.hubKill(), this::killHub);
    perMinute(mix.storeTrouble(), () -> sim.store.troubleUntil = until(5, 30));
    if (sim.hubs().size() > 1) {
      startOfCluster(sim.clusterMix);
    }
  }

  private void startOfCluster(ClusterMix mix) {
    perMinute(mix.pause(), () -> anyHub().freeze(until(2, 90)));
    perMinute(mix.requestsLost(), () -> path(anyHub()).requestsLostUntil = until(2, 40));
    perMinute(mix.answersLost(), () -> path(anyHub()).answersLostUntil = until(2, 40));
    perMinute(mix.apart(), () -> sim.links.cut(anyHub(), anyHub(), until(5, 60)));
    perSite(mix.deafHub(), this::deaf);
    perSite(mix.move(), this::move);
    perMinute(mix.reconnect(), this::reconnect);
  }

  /** Everything works again. */
  void stop() {
    sim.faultsOn = false;
    sim.store.troubleUntil = 0;
    sim.links.heal();
    for (var hub : sim.hubs()) {
      path(hub).requestsLostUntil = 0;
      path(hub).answersLostUntil = 0;
    }
    for (var agent : sim.agents()) {
      agent.site.heal();
      agent.stoppedUntil = 0;
      agent.unreachableUntil = 0;
    }
  }

  /** Fate knows when it hurts most: between the decision and the write. */
  void aboutToClaim(SimHub hub) {
    if (sim.faultsOn && sim.clusterMix.pause() > 0 && chance.oneIn(2)) {
      hub.freeze(until(40, 90));
    }
  }

  private SimHub anyHub() {
    return sim.hubs().get(chance.below(sim.hubs().size()));
  }

  private SimStore.Path path(SimHub hub) {
    return sim.store.path(hub.life());
  }

  private void perSite(double perMinuteAndThousand, Runnable fault) {
    perMinute(perMinuteAndThousand * sim.setup.n() / 1000, fault);
  }

  private void perMinute(double rate, Runnable fault) {
    if (rate > 0) {
      long mean = (long) (60 * World.SECOND / rate);
      sim.world.after(
          (long) (2 * mean * chance.random().nextDouble()),
          () -> {
            if (sim.faultsOn) {
              fault.run();
              perMinute(rate, fault);
            }
          });
    }
  }

  private long until(int from, int to) {
    return sim.world.now() + chance.seconds(from, to);
  }

  private SimAgent anybody() {
    var all = sim.agents();
    return all.get(chance.below(all.size()));
  }

  private void partition() {
    var all = sim.agents();
    int size = 1 + all.size() * (1 + chance.below(5)) / 100;
    int from = chance.below(all.size());
    long end = until(30, 180);
    for (int i = 0; i < size; i++) {
      var agent = all.get((from + i) % all.size());
      agent.unreachableUntil = end;
      var stream = agent.stream();
      if (stream != null) {
        stream.blackHole = true;
      }
    }
  }

  private void freeze() {
    var stream = anybody().stream();
    if (stream != null) {
      stream.frozenUntil = until(5, 40);
    }
  }

  private void stall() {
    var stream = anybody().stream();
    if (stream != null) {
      stream.stallToAgent(chance.seconds(5, 90));
    }
  }

  private void drift() {
    var agent = anybody();
    if (agent.site.drift(Setup.KINDS.get(chance.below(Setup.KINDS.size())), chance)) {
      sim.world.trace("drift", agent.id, 0, 0);
    }
  }

  /** One service of a site does not answer; the site itself says that it is up. */
  private void unreadable() {
    var kind = Setup.KINDS.get(chance.below(Setup.KINDS.size()));
    anybody().site.unreadableUntil.put(kind, until(60, 400));
  }

  /** Half of them after the site went down, which is then told again and again. */
  private void hangingProbe() {
    var site = anybody().site;
    site.probeHangsUntil = until(20, 150);
    if (chance.oneIn(2)) {
      site.downUntil = until(20, 90);
    }
  }

  private void killHub() {
    var hub = anyHub();
    hub.kill();
    sim.world.after(chance.seconds(2, 25), hub::start);
  }

  private void deaf() {
    var stream = anybody().stream();
    if (stream != null && chance.oneIn(2)) {
      stream.stallToHub(chance.seconds(5, 90));
    } else if (stream != null) {
      stream.stallToAgent(chance.seconds(5, 90));
    }
  }

  /** The first node hears of the end late, or never. */
  private void move() {
    var agent = anybody();
    var stream = agent.stream();
    if (stream != null) {
      agent.preferAnother();
      if (chance.oneIn(3)) {
        stream.hub.goAway(stream);
      } else {
        stream.blackHole |= chance.oneIn(2);
        agent.reset();
      }
    }
  }

  private void reconnect() {
    sim.world.trace("all streams lost", 0, 0, 0);
    List.copyOf(sim.agents()).forEach(SimAgent::reset);
  }
}

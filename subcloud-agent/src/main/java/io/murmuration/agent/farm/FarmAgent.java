package io.murmuration.agent.farm;

import io.murmuration.agent.apply.KindWorker;
import io.murmuration.agent.enrolment.Enrollee;
import io.murmuration.agent.identity.Identity;
import io.murmuration.agent.journal.CorruptJournalException;
import io.murmuration.agent.journal.Journal;
import io.murmuration.agent.lane.Lane;
import io.murmuration.agent.operation.OperationSetup;
import io.murmuration.agent.operation.OperationType;
import io.murmuration.agent.release.ReleaseSettings;
import io.murmuration.agent.release.ReleaseWork;
import io.murmuration.agent.runtime.AgentInfo;
import io.murmuration.agent.runtime.AgentSetup;
import io.murmuration.agent.runtime.ConnectedAgent;
import io.murmuration.agent.runtime.Trusts;
import io.murmuration.agent.session.LastHub;
import io.murmuration.agent.site.simulated.SimulatedSite;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One agent of a farm with its site. The site and the files outlive the agent's crashes. Confined
 * to the lane but for {@link #isConnected}, {@link #holds} and the site.
 *
 * <p>Journal writes run on the lane: in a farm they lie on memory, and a hop would cost more.
 */
final class FarmAgent implements Enrollee {
  private final String name;
  private final Path directory;
  private final Lane lane;
  private final SimulatedSite site;
  private final Shared shared;
  private final Executor siteCalls;
  private @Nullable Identity identity;
  private @Nullable Journal journal;
  private volatile @Nullable ConnectedAgent running;

  FarmAgent(String name, Path directory, Lane lane, Shared shared) {
    this.name = name;
    this.directory = directory;
    this.lane = lane;
    this.shared = shared;
    this.site = new SimulatedSite(Map.of(Kind.PLATFORM, shared.options().types()));
    this.siteCalls =
        task -> {
          var latency = shared.latency().get();
          if (latency.isZero()) {
            task.run();
          } else {
            lane.after(latency, task);
          }
        };
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Path directory() {
    return directory;
  }

  @Override
  public Lane lane() {
    return lane;
  }

  @Override
  public boolean isWanted() {
    return true;
  }

  SimulatedSite site() {
    return site;
  }

  boolean isConnected() {
    var agent = running;
    return agent != null && agent.isConnected();
  }

  SortedMap<Kind, Revision> holds() {
    var agent = running;
    return agent == null ? new TreeMap<>() : agent.holds();
  }

  /** Whether the site has another value than the journal wants, for an item of the type. */
  boolean hasStrayed(Kind kind, String type) {
    var agent = running;
    if (agent == null) {
      return false;
    }
    var here = site.contents(kind);
    return agent.wants(kind).entrySet().stream()
        .anyMatch(item ->
            item.getKey().type().equals(type) && !item.getValue().equals(here.get(item.getKey())));
  }

  void start(Identity enrolled) throws IOException, CorruptJournalException {
    identity = enrolled;
    var opened = Journal.open(directory.resolve("journal"), shared.newId());
    journal = opened;
    var info =
        new AgentInfo(
            enrolled.subcloudId(), enrolled.subcloudName(), shared.version(), "simulated", "");
    var means = new KindWorker.Means(lane, siteCalls, Runnable::run, shared.faults());
    var agent =
        new ConnectedAgent(
            new AgentSetup(info, site, operations(enrolled), opened, means, shared.work()),
            enrolled,
            shared.options().hubAddresses(),
            LastHub.NONE, // a file per agent would cost more than it tells
            Trusts.FIXED,
            shared.dials(),
            shared.options().session());
    running = agent;
    agent.start();
  }

  private OperationSetup operations(Identity enrolled) throws IOException {
    var releases =
        ReleaseWork.open(
                new ReleaseWork.Owner(
                    directory,
                    enrolled,
                    shared.options().hubAddresses(),
                    site.software(),
                    lane,
                    shared.disk(),
                    true),
                ReleaseSettings.DEFAULT,
                shared.options().clock(),
                shared.blocking())
            .operations();
    var types = new ArrayList<OperationType>(releases.types().values());
    types.add(new FarmWork(directory));
    return OperationSetup.of(types, shared.blocking());
  }

  void deaf() {
    if (running != null) {
      running.deaf();
    }
  }

  /** Loses its memory and starts again from its journal. */
  void crash() throws IOException, CorruptJournalException {
    if (identity != null) {
      close();
      start(identity);
    }
  }

  void close() throws IOException {
    if (running != null) {
      running.close();
      running = null;
    }
    if (journal != null) {
      journal.close();
      journal = null;
    }
  }
}

package io.murmuration.agent.host;

import io.murmuration.agent.apply.KindWorker;
import io.murmuration.agent.enrolment.Enrollee;
import io.murmuration.agent.identity.Identity;
import io.murmuration.agent.identity.IdentityStore;
import io.murmuration.agent.journal.CorruptJournalException;
import io.murmuration.agent.journal.Journal;
import io.murmuration.agent.lane.Lane;
import io.murmuration.agent.release.ReleaseWork;
import io.murmuration.agent.runtime.AgentInfo;
import io.murmuration.agent.runtime.AgentSetup;
import io.murmuration.agent.runtime.ConnectedAgent;
import io.murmuration.agent.runtime.IdentityUpkeep;
import io.murmuration.agent.session.LastHubFile;
import io.murmuration.agent.site.starlingx.StarlingXSite;
import io.murmuration.sync.port.Timers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent of one site, at the centre, with everything that belongs to that site alone. Confined
 * to its lane but for {@link #isConnected} and {@link #close}; files are opened and closed
 * elsewhere.
 */
final class HostedAgent implements Enrollee {
  private static final Logger log = LoggerFactory.getLogger(HostedAgent.class);

  /** In place of a boot id: which controller boots is not seen from here. */
  private static final String BOOT = "hosted";

  private final HostedSite site;
  private final Lane lane;
  private final Common common;
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private @Nullable Parts parts;
  private @Nullable IdentityUpkeep upkeep;

  /** Somebody else works with its files: the enrolment, or the opening of them. */
  private boolean busy;

  private boolean closed;
  private Timers.@Nullable Timer again;
  private volatile @Nullable ConnectedAgent running;

  /** What is open while the agent runs. */
  private record Parts(
      IdentityStore store, Journal journal, StarlingXSite site, ReleaseWork releases) {
    void close(String name) {
      site.close();
      close(name, journal::close);
      close(name, store::close);
    }

    private static void close(String name, Closing closing) {
      try {
        closing.close();
      } catch (IOException e) {
        log.warn("files of {} not closed reason={}", name, e.getMessage());
      }
    }
  }

  @FunctionalInterface
  private interface Closing {
    void close() throws IOException;
  }

  HostedAgent(HostedSite site, Lane lane, Common common) {
    this.site = site;
    this.lane = lane;
    this.common = common;
  }

  HostedSite site() {
    return site;
  }

  @Override
  public String name() {
    return site.name();
  }

  @Override
  public Path directory() {
    return common.options().data().resolve("sites").resolve(site.name());
  }

  @Override
  public Lane lane() {
    return lane;
  }

  @Override
  public boolean isWanted() {
    return !closed;
  }

  boolean isConnected() {
    var agent = running;
    return agent != null && agent.isConnected();
  }

  /** Its one-time token; empty if there is no such file any more. */
  String token() {
    try {
      return Files.readString(site.tokenFile()).strip();
    } catch (IOException _) {
      return ""; // an agent that is enrolled needs none, the hub refuses one that is not
    }
  }

  /** On the lane, before its enrolment; false: not now, or no more. */
  boolean beginEnrolment() {
    if (closed || busy) {
      return false;
    }
    busy = true;
    return true;
  }

  /** On the lane. */
  void notEnrolled() {
    busy = false;
    if (closed) {
      letGo();
    }
  }

  /**
   * On the lane, after its enrolment: opens what it needs, then dials. What cannot be opened is
   * tried again while the site is wanted: its disk or its settings may be mended.
   */
  void start(Identity identity) {
    if (closed) {
      notEnrolled();
      return;
    }
    forgetRetry();
    common
        .blocking()
        .execute(() -> {
          try {
            var opened = open(identity);
            lane.run(() -> opened(opened, identity));
          } catch (IOException | GeneralSecurityException | CorruptJournalException e) {
            log.error("agent of {} not started reason={}", name(), e.getMessage());
            lane.run(() -> opened(null, identity));
          } catch (RuntimeException e) {
            common.faults().report("opening of a hosted agent", e);
            lane.run(() -> opened(null, identity));
          }
        });
  }

  private Parts open(Identity identity)
      throws IOException, GeneralSecurityException, CorruptJournalException {
    var store = IdentityStore.open(directory().resolve("identity"));
    try {
      var journal = Journal.open(directory().resolve("journal"), common.newId());
      try {
        var services =
            StarlingXSite.open(site.settings(), directory().resolve("site"), common.clock());
        try {
          return new Parts(store, journal, services, releases(identity, services));
        } catch (IOException | RuntimeException e) {
          services.close();
          throw e;
        }
      } catch (IOException | GeneralSecurityException | RuntimeException e) {
        journal.close();
        throw e;
      }
    } catch (IOException
        | GeneralSecurityException
        | CorruptJournalException
        | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private ReleaseWork releases(Identity identity, StarlingXSite services) throws IOException {
    var options = common.options();
    return ReleaseWork.open(
        new ReleaseWork.Owner(
            directory(),
            identity,
            options.hubAddresses(),
            services.software(),
            lane,
            common.disk(),
            false),
        options.releases(),
        common.clock(),
        common.blocking());
  }

  private void opened(@Nullable Parts opened, Identity identity) {
    busy = false;
    parts = opened;
    if (closed) {
      letGo();
    } else if (opened != null) {
      run(opened, identity);
    } else {
      again = lane.after(common.options().session().longestDelay(), () -> retry(identity));
    }
  }

  private void retry(Identity identity) {
    if (!closed && !busy) {
      busy = true;
      start(identity);
    }
  }

  private void forgetRetry() {
    if (again != null) {
      again.cancel();
      again = null;
    }
  }

  private void run(Parts with, Identity identity) {
    var options = common.options();
    var info =
        new AgentInfo(
            identity.subcloudId(), identity.subcloudName(), options.version(), BOOT, "", true);
    var calls = new SitePermits(common.blocking(), options.calls());
    var means = new KindWorker.Means(lane, calls, common.blocking(), common.faults());
    var upkeep =
        new IdentityUpkeep(
            options.enrolmentAddress(), lane, common.blocking(), with.store(), common.faults());
    var agent =
        new ConnectedAgent(
            new AgentSetup(
                info,
                with.site(),
                with.releases().operations(),
                with.journal(),
                means,
                common.work()),
            identity,
            options.hubAddresses(),
            new LastHubFile(directory()),
            upkeep,
            common.dials(),
            options.session());
    this.upkeep = upkeep;
    running = agent;
    upkeep.start(
        common.clock(),
        identity,
        next -> {
          agent.identity(next);
          with.releases().accept(next);
        });
    agent.start();
    log.info("agent of {} started address={}", name(), site.settings().sysinv());
  }

  /** As in a crash: nothing is said. Completes when its files are free. */
  CompletableFuture<Void> close() {
    lane.run(() -> {
      if (!closed) {
        closed = true;
        forgetRetry();
        if (upkeep != null) {
          upkeep.close();
        }
        var agent = running;
        if (agent != null) {
          agent.close();
          running = null;
        }
        if (!busy) {
          letGo();
        }
      }
    });
    return gone;
  }

  private void letGo() {
    var open = parts;
    parts = null;
    common
        .blocking()
        .execute(() -> {
          if (open != null) {
            open.close(name());
          }
          gone.complete(null);
        });
  }
}

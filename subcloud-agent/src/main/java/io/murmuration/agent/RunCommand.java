package io.murmuration.agent;

import io.murmuration.agent.apply.KindWorker;
import io.murmuration.agent.apply.SharedWork;
import io.murmuration.agent.identity.Identity;
import io.murmuration.agent.identity.IdentityStore;
import io.murmuration.agent.journal.CorruptJournalException;
import io.murmuration.agent.journal.Journal;
import io.murmuration.agent.lane.Lanes;
import io.murmuration.agent.release.DiskRoom;
import io.murmuration.agent.release.ReleaseWork;
import io.murmuration.agent.runtime.AgentInfo;
import io.murmuration.agent.runtime.AgentSetup;
import io.murmuration.agent.runtime.ConnectedAgent;
import io.murmuration.agent.runtime.IdentityUpkeep;
import io.murmuration.agent.session.DialGate;
import io.murmuration.agent.session.LastHubFile;
import io.murmuration.agent.site.Site;
import io.murmuration.agent.site.simulated.SimulatedSite;
import io.murmuration.agent.site.starlingx.StarlingXSettings;
import io.murmuration.agent.site.starlingx.StarlingXSite;
import io.murmuration.sync.model.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code run}: one agent for one site, until it is told to stop. */
@Command(name = "run", description = "Runs the agent of this site.")
final class RunCommand implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(RunCommand.class);

  @Mixin private final ConfigOptions options = new ConfigOptions();

  @Option(names = "--check-config", description = "Only says what is wrong with the configuration.")
  private boolean checkOnly;

  @Override
  public Integer call() throws Exception {
    return switch (options.read()) {
      case AgentConfig.Read.Invalid(var problems) -> {
        problems.forEach(System.err::println);
        yield 2;
      }
      case AgentConfig.Read.Valid(var config) -> {
        var problems = siteProblems(config);
        if (!problems.isEmpty()) {
          problems.forEach(System.err::println);
          yield 2;
        }
        if (checkOnly) {
          System.out.println("configuration valid: " + config);
          yield 0;
        }
        yield run(config);
      }
    };
  }

  private static List<String> siteProblems(AgentConfig config) {
    return switch (config.site()) {
      case SIMULATED -> List.of();
      case STARLINGX ->
          switch (StarlingXSettings.read(config.starlingx())) {
            case StarlingXSettings.Read.Valid _ -> List.of();
            case StarlingXSettings.Read.Invalid(var problems) -> problems;
          };
    };
  }

  private static int run(AgentConfig config) throws Exception {
    log.info("agent start version={} {}", AgentMain.version(), config);
    try (var closer = new Closer()) {
      var lock = DataLock.take(config.dataDir());
      if (lock.isEmpty()) {
        System.err.println("data.dir: " + config.dataDir() + " is used by another agent");
        return 1;
      }
      closer.own(lock.get());
      var store = closer.own(IdentityStore.open(config.identityDir()));
      var identity = store.load();
      if (identity.isEmpty()) {
        System.err.println("the agent is not enrolled (expected: first run \"enroll\")");
        return 1;
      }
      var journal =
          closer.own(Journal.open(config.journalDir(), () -> UUID.randomUUID().toString()));
      start(config, closer, store, identity.get(), journal);
      awaitStop();
      return 0;
    } catch (CorruptJournalException | GeneralSecurityException | IOException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }

  private static void start(
      AgentConfig config, Closer closer, IdentityStore store, Identity identity, Journal journal)
      throws IOException, GeneralSecurityException {
    var faults = new LoggedFaults();
    var lanes = closer.own(new Lanes(1, System::nanoTime, new SplittableRandom(), faults));
    var lane = lanes.lane(0);
    // A site's service or a disk may block for long; heartbeats go on meanwhile.
    var blocking = closer.own(Executors.newVirtualThreadPerTaskExecutor());
    var site = closer.own(open(config));
    var info =
        new AgentInfo(
            identity.subcloudId(), identity.subcloudName(), AgentMain.version(), bootId(), "");
    var means = new KindWorker.Means(lane, blocking, blocking, faults);
    var upkeep = new IdentityUpkeep(config.enrolmentAddress(), lane, blocking, store, faults);
    var releases =
        ReleaseWork.open(
            new ReleaseWork.Owner(
                config.dataDir(),
                identity,
                config.hubAddresses(),
                site.software(),
                lane,
                new DiskRoom(config.releases().keepFreeBytes()),
                true),
            config.releases(),
            InstantSource.system(),
            blocking);
    var agent =
        new ConnectedAgent(
            new AgentSetup(info, site, releases.operations(), journal, means, new SharedWork()),
            identity,
            config.hubAddresses(),
            new LastHubFile(config.dataDir()),
            upkeep,
            DialGate.OPEN,
            config.session());
    closer.own(() -> lane.run(agent::close));
    lane.run(() -> {
      upkeep.start(
          InstantSource.system(),
          identity,
          next -> {
            agent.identity(next);
            releases.accept(next);
          });
      agent.start();
    });
    closer.own(() -> lane.run(upkeep::close));
  }

  private static Site open(AgentConfig config) throws IOException, GeneralSecurityException {
    return switch (config.site()) {
      case SIMULATED -> new SimulatedSite(Map.of(Kind.PLATFORM, config.siteTypes()));
      case STARLINGX ->
          switch (StarlingXSettings.read(config.starlingx())) {
            case StarlingXSettings.Read.Valid(var settings) ->
                StarlingXSite.open(
                    settings, config.dataDir().resolve("site"), InstantSource.system());
            case StarlingXSettings.Read.Invalid(var problems) ->
                throw new IOException(String.join("; ", problems));
          };
    };
  }

  private static String bootId() throws IOException {
    return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
  }

  private static void awaitStop() throws InterruptedException {
    // A kill is as good as a stop: the journal is always whole, the hub notices the closed socket.
    var stop = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(stop::countDown, "stop"));
    stop.await();
  }
}

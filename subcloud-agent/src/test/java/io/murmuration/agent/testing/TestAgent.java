package io.murmuration.agent.testing;

import io.murmuration.agent.apply.KindWorker;
import io.murmuration.agent.apply.SharedWork;
import io.murmuration.agent.identity.EnrolmentClient;
import io.murmuration.agent.identity.EnrolmentResult;
import io.murmuration.agent.identity.HubTls;
import io.murmuration.agent.identity.Identity;
import io.murmuration.agent.identity.IdentityStore;
import io.murmuration.agent.journal.Journal;
import io.murmuration.agent.journal.JournalFile;
import io.murmuration.agent.journal.SiteJournal;
import io.murmuration.agent.lane.Lanes;
import io.murmuration.agent.operation.OperationSetup;
import io.murmuration.agent.operation.OperationType;
import io.murmuration.agent.runtime.AgentInfo;
import io.murmuration.agent.runtime.AgentSetup;
import io.murmuration.agent.runtime.ConnectedAgent;
import io.murmuration.agent.runtime.Trusts;
import io.murmuration.agent.session.DialGate;
import io.murmuration.agent.session.LastHub;
import io.murmuration.agent.session.SessionPolicy;
import io.murmuration.agent.session.TlsConnector;
import io.murmuration.agent.site.simulated.SimulatedSite;
import io.murmuration.sync.model.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** An agent with a simulated site that can be crashed and whose disk can be stopped. */
public final class TestAgent implements AutoCloseable {
  private static final SessionPolicy QUICK =
      new SessionPolicy(Duration.ofSeconds(2), Duration.ofMillis(20), Duration.ofMillis(200));

  private final RecordedFaults faults = new RecordedFaults();
  private final Lanes lanes = new Lanes(1, System::nanoTime, new SplittableRandom(1), faults);
  private final SimulatedSite site =
      new SimulatedSite(Map.of(Kind.PLATFORM, new TreeSet<>(List.of("dns", "ntp"))));
  private final java.util.concurrent.ExecutorService disk = Executors.newSingleThreadExecutor();
  private final java.util.concurrent.ExecutorService runs =
      Executors.newVirtualThreadPerTaskExecutor();
  private final List<OperationType> types;
  private final AtomicBoolean diskStopped = new AtomicBoolean();
  private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();
  private final Path directory;
  private final IdentityStore store;
  private @Nullable Identity identity;
  private @Nullable Journal journal;
  private @Nullable ConnectedAgent agent;

  public TestAgent(Path directory, OperationType... types) throws Exception {
    this.directory = directory;
    this.types = List.of(types);
    this.store = IdentityStore.open(directory.resolve("identity"));
  }

  public EnrolmentResult enroll(FakeHub hub, TestCa ca, String token) throws Exception {
    var channel =
        TlsConnector.channel(
            hub.enrolmentAddress(),
            HubTls.serverOnly(List.of(ca.certificate())),
            lanes.lane(0).loop());
    try {
      var result = new EnrolmentClient(channel, Duration.ofSeconds(10)).enroll(store, token);
      if (result instanceof EnrolmentResult.Granted(var granted)) {
        identity = granted;
      }
      return result;
    } finally {
      channel.shutdownNow();
    }
  }

  public void start(String... hubAddresses) throws Exception {
    var opened = Journal.open(directory.resolve("journal"), () -> "journal-1");
    journal = opened;
    Executor writes =
        task -> {
          if (diskStopped.get()) {
            held.add(task);
          } else {
            disk.execute(task);
          }
        };
    var means = new KindWorker.Means(lanes.lane(0), Runnable::run, writes, faults);
    onLane(() -> {
      agent =
          new ConnectedAgent(
              new AgentSetup(
                  new AgentInfo(7, "site-7", "test", "boot", ""),
                  site,
                  OperationSetup.of(types, runs),
                  opened,
                  means,
                  new SharedWork()),
              java.util.Objects.requireNonNull(identity),
              List.of(hubAddresses),
              LastHub.NONE,
              Trusts.FIXED,
              DialGate.OPEN,
              QUICK);
      agent.start();
      return true;
    });
  }

  /** Loses memory and connection. */
  public void crash() throws Exception {
    onLane(() -> {
      if (agent != null) {
        agent.close();
        agent = null;
      }
      return true;
    });
    if (journal != null) {
      journal.close();
      journal = null;
    }
  }

  /** From now on writes hang. */
  public void stopDisk() {
    diskStopped.set(true);
  }

  /** Writes that hung, and new ones, are done. */
  public void resumeDisk() {
    diskStopped.set(false);
    for (var task = held.poll(); task != null; task = held.poll()) {
      disk.execute(task);
    }
  }

  /** Writes that hung are never done. */
  public void replaceDisk() {
    diskStopped.set(false);
    held.clear();
  }

  /** Returns once a write hangs. */
  public void awaitStoppedWrite() {
    Awaitility.await().until(() -> !held.isEmpty());
  }

  public SimulatedSite site() {
    return site;
  }

  public SiteJournal journal() throws Exception {
    return JournalFile.read(directory.resolve("journal")).orElseThrow();
  }

  public RecordedFaults faults() {
    return faults;
  }

  public Lanes lanes() {
    return lanes;
  }

  public IdentityStore store() {
    return store;
  }

  private void onLane(Supplier<Boolean> task) throws Exception {
    lanes.lane(0).loop().submit(task::get).get(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws Exception {
    crash();
    disk.shutdownNow();
    runs.shutdownNow();
    store.close();
    lanes.close();
  }
}

package io.murmuration.it.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.murmuration.agent.apply.KindWorker;
import io.murmuration.agent.apply.SharedWork;
import io.murmuration.agent.identity.Identity;
import io.murmuration.agent.journal.Journal;
import io.murmuration.agent.lane.Lanes;
import io.murmuration.agent.operation.CancelSignal;
import io.murmuration.agent.operation.Ending;
import io.murmuration.agent.operation.Interruption;
import io.murmuration.agent.operation.OperationSetup;
import io.murmuration.agent.operation.OperationType;
import io.murmuration.agent.operation.Progress;
import io.murmuration.agent.runtime.AgentInfo;
import io.murmuration.agent.runtime.AgentSetup;
import io.murmuration.agent.runtime.ConnectedAgent;
import io.murmuration.agent.runtime.Trusts;
import io.murmuration.agent.session.DialGate;
import io.murmuration.agent.session.LastHub;
import io.murmuration.agent.session.SessionPolicy;
import io.murmuration.agent.site.simulated.SimulatedSite;
import io.murmuration.central.operation.NewOperation;
import io.murmuration.central.operation.Operations;
import io.murmuration.central.operation.OrderedBy;
import io.murmuration.central.operation.Started;
import io.murmuration.central.operation.row.ArgumentSeal;
import io.murmuration.it.run.Fleet;
import io.murmuration.it.run.HubDatabase;
import io.murmuration.it.run.HubProcess;
import io.murmuration.it.run.Watch;
import io.murmuration.schema.Database;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.operation.OperationClass;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Operations with both real ends: a hub that is killed, and agents that die. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperationsIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final AtomicInteger numbers = new AtomicInteger();
  private HubProcess hub;
  private Papers papers;
  private Database database;
  private Path dir;

  @BeforeAll
  void start(@TempDir Path directory) {
    dir = directory;
    hub = Hubs.start(dir, Map.of());
    var behind = HubDatabase.of(hub);
    papers = new Papers(hub, behind, dir.resolve("papers"));
    database = Database.open(behind.settings().withPoolSize(2));
  }

  @AfterAll
  void stop() {
    database.close();
    hub.close();
  }

  @Test
  void theHubIsKilledWhileItRunsAndItEndsOnce() throws Exception {
    var identity = papers.enrolled(managed());
    var type = new Counted(false);
    try (var site = new Site(dir.resolve("killed"), identity, type)) {
      site.start();
      var id = order(identity);
      until(id, "running");
      hub.kill();
      type.go();
      hub.startAgain();
      until(id, "succeeded");
      assertThat(type.beginnings).hasValue(1);
      assertThat(site.faults).isEmpty();
    }
  }

  @Test
  void anAgentThatDiesInARunThatCannotBeProbedLeavesAnOpenlyUnknownOutcome() throws Exception {
    var identity = papers.enrolled(managed());
    var type = new Counted(false);
    try (var site = new Site(dir.resolve("unknown"), identity, type)) {
      site.start();
      var id = order(identity);
      until(id, "running");
      site.crash();
      site.start();
      until(id, "unknown");
      assertThat(type.beginnings).hasValue(1);
      hub.rest()
          .json(
              "PATCH",
              "/v1.0/operations/" + id,
              Map.of("outcome", "failed", "details", "looked at the site"));
      assertThat(shown(id).get("state").asText()).isEqualTo("failed");
    }
  }

  @Test
  void anAgentThatDiesInARunThatCanBeProbedConcludes() throws Exception {
    var identity = papers.enrolled(managed());
    var type = new Counted(true);
    try (var site = new Site(dir.resolve("probed"), identity, type)) {
      site.start();
      var id = order(identity);
      until(id, "running");
      site.crash();
      site.start();
      until(id, "succeeded");
      assertThat(shown(id).get("details").asText()).isEqualTo("found");
      assertThat(shown(id).get("result").get("n").asInt()).isEqualTo(2);
      assertThat(type.beginnings).hasValue(1);
    }
  }

  @Test
  void aRunIsCancelledByItsOperator() throws Exception {
    var identity = papers.enrolled(managed());
    try (var site = new Site(dir.resolve("cancelled"), identity, new Counted(false))) {
      site.start();
      var id = order(identity);
      until(id, "running");
      hub.rest().send("DELETE", "/v1.0/operations/" + id, "", "");
      until(id, "failed");
      assertThat(shown(id).get("details").asText()).isEqualTo("stopped");
    }
  }

  private String managed() {
    int number = numbers.incrementAndGet();
    Fleet.create(hub.rest(), number, number, 1);
    Fleet.manage(hub.rest(), number, number);
    return Fleet.name(number);
  }

  private String order(Identity agent) {
    var operations = new Operations(new NothingSecret(), UUID::randomUUID);
    var order =
        new NewOperation(
            new SubcloudId(agent.subcloudId()),
            "test.counted",
            OperationClass.MUTATE,
            Payload.of("{\"n\":1}"),
            false,
            Duration.ofMinutes(10));
    var started =
        database
            .transactions()
            .inTx(tx -> operations.start(tx, new OrderedBy("it", "req-it"), List.of(order)));
    var id = ((Started.Ordered) started.getFirst()).id();
    return new UUID(id.high(), id.low()).toString();
  }

  private void until(String id, String state) {
    Watch.until(id + " is " + state, LIMIT, () -> shown(id).get("state").asText().equals(state));
  }

  private JsonNode shown(String id) {
    return hub.rest().get("/v1.0/operations/" + id);
  }

  private static final class NothingSecret implements ArgumentSeal {
    @Override
    public byte[] seal(byte[] arguments) {
      throw new IllegalStateException("nothing is secret");
    }

    @Override
    public byte[] open(byte[] sealed) {
      throw new IllegalStateException("nothing is secret");
    }
  }

  /** Counts how often it began, and runs until it may end. */
  private static final class Counted implements OperationType {
    private final boolean probes;
    private final CountDownLatch go = new CountDownLatch(1);
    final AtomicInteger beginnings = new AtomicInteger();

    Counted(boolean probes) {
      this.probes = probes;
    }

    void go() {
      go.countDown();
    }

    @Override
    public String name() {
      return "test.counted";
    }

    @Override
    public OperationClass operationClass() {
      return OperationClass.MUTATE;
    }

    @Override
    public Ending run(Payload arguments, Progress progress, CancelSignal cancel)
        throws InterruptedException {
      beginnings.incrementAndGet();
      while (!go.await(10, TimeUnit.MILLISECONDS)) {
        if (cancel.isAsked()) {
          return Ending.failed("stopped");
        }
      }
      return Ending.succeeded("done");
    }

    @Override
    public Interruption afterCrash() {
      return probes
          ? new Interruption.Probe(
              (_, _, _) -> new Ending.Succeeded("found", Payload.of("{\"n\":2}")))
          : new Interruption.Unknown();
    }
  }

  /** A real agent of a simulated site, which can die. */
  private static final class Site implements AutoCloseable {
    final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
    private final Path directory;
    private final Identity identity;
    private final Counted type;
    private final Lanes lanes =
        new Lanes(1, System::nanoTime, new SplittableRandom(1), (_, fault) -> faults.add(fault));
    private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    private @Nullable Journal journal;
    private @Nullable ConnectedAgent agent;

    Site(Path directory, Identity identity, Counted type) {
      this.directory = directory;
      this.identity = identity;
      this.type = type;
    }

    void start() throws Exception {
      var opened = Journal.open(directory, () -> UUID.randomUUID().toString());
      journal = opened;
      var lane = lanes.lane(0);
      var setup =
          new AgentSetup(
              new AgentInfo(identity.subcloudId(), identity.subcloudName(), "test", "boot", ""),
              new SimulatedSite(Map.of(Kind.PLATFORM, new TreeSet<>(List.of("dns")))),
              OperationSetup.of(List.of(type), blocking),
              opened,
              new KindWorker.Means(lane, blocking, blocking, (_, fault) -> faults.add(fault)),
              new SharedWork());
      lane.loop()
          .submit(() -> {
            var next =
                new ConnectedAgent(
                    setup,
                    identity,
                    List.of(),
                    LastHub.NONE,
                    Trusts.FIXED,
                    DialGate.OPEN,
                    SessionPolicy.DEFAULT.withLongestDelay(Duration.ofSeconds(1)));
            agent = next;
            next.start();
            return true;
          })
          .get();
    }

    void crash() throws Exception {
      lanes
          .lane(0)
          .loop()
          .submit(() -> {
            if (agent != null) {
              agent.close();
            }
            return true;
          })
          .get();
      if (journal != null) {
        journal.close();
      }
    }

    @Override
    public void close() throws Exception {
      crash();
      blocking.shutdownNow();
      lanes.close();
    }
  }
}

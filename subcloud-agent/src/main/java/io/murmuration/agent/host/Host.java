package io.murmuration.agent.host;

import io.grpc.ManagedChannel;
import io.murmuration.agent.apply.SharedWork;
import io.murmuration.agent.enrolment.Enrolments;
import io.murmuration.agent.identity.EnrolmentClient;
import io.murmuration.agent.identity.EnrolmentResult;
import io.murmuration.agent.identity.HubTls;
import io.murmuration.agent.lane.Faults;
import io.murmuration.agent.lane.Lanes;
import io.murmuration.agent.release.DiskRoom;
import io.murmuration.agent.session.BoundedGate;
import io.murmuration.agent.session.TlsConnector;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one agent for each site that it is told of. A site that comes, goes or changes touches no
 * other. Thread-safe.
 */
public final class Host implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Host.class);
  private static final Duration ENROLMENT_DEADLINE = Duration.ofSeconds(30);
  private static final Duration CLOSING = Duration.ofSeconds(10);

  private final Lanes lanes;
  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
  private final Common common;
  private final ManagedChannel enrolmentChannel;
  private final Enrolments<HostedAgent> enrolments;
  private final Map<String, HostedAgent> agents = new TreeMap<>();

  /** Tokens that the hub refused, by site: not shown again until another one is there. */
  private final Map<String, String> refused = new HashMap<>();

  private List<String> problems = List.of();
  private int started;

  /**
   * @param newId names journals
   */
  public Host(
      HostOptions options, Lanes lanes, InstantSource clock, Supplier<String> newId, Faults faults)
      throws SSLException {
    this.lanes = lanes;
    this.common =
        new Common(
            options,
            new SharedWork(),
            new BoundedGate(options.dials()),
            blocking,
            new DiskRoom(options.releases().keepFreeBytes()),
            clock,
            newId,
            faults);
    this.enrolmentChannel =
        TlsConnector.channel(
            options.enrolmentAddress(), HubTls.serverOnly(options.trust()), lanes.lane(0).loop());
    this.enrolments =
        new Enrolments<>(
            new EnrolmentClient(enrolmentChannel, ENROLMENT_DEADLINE),
            blocking,
            options.enrolments(),
            faults,
            this::enrolled);
  }

  /**
   * Starts, stops and replaces agents so that there is one for each site. A site whose file cannot
   * be used goes on as it was.
   */
  public synchronized void keep(SiteFiles.Reading reading) {
    if (!reading.problems().equals(problems)) {
      problems = reading.problems();
      problems.forEach(problem -> log.error("{}", problem));
    }
    for (var agent : List.copyOf(agents.values())) {
      var wanted = reading.sites().get(agent.name());
      if (wanted == null
          ? !reading.broken().contains(agent.name())
          : !wanted.equals(agent.site())) {
        agents.remove(agent.name());
        var gone = agent.close();
        log.info("agent of {} {}", agent.name(), wanted == null ? "removed" : "replaced");
        if (wanted != null) {
          // The files are the same: one after the other.
          add(wanted, gone);
        }
      }
    }
    for (var site : reading.sites().values()) {
      var known = agents.get(site.name());
      if (known == null) {
        add(site, CompletableFuture.completedFuture(null));
      } else if (refused.containsKey(site.name())) {
        retry(known);
      }
    }
  }

  private void add(HostedSite site, CompletableFuture<Void> former) {
    var agent = new HostedAgent(site, lanes.lane(started++), common);
    agents.put(site.name(), agent);
    refused.remove(site.name());
    var _ = former.thenRunAsync(() -> enroll(agent, agent.token()), blocking);
  }

  private void enroll(HostedAgent agent, String token) {
    agent
        .lane()
        .run(() -> {
          if (agent.beginEnrolment()) {
            enrolments.enroll(agent, token);
          }
        });
  }

  private void retry(HostedAgent agent) {
    var token = agent.token();
    if (!token.equals(refused.get(agent.name()))) {
      refused.remove(agent.name());
      enroll(agent, token);
    }
  }

  /** On the agent's lane. */
  private void enrolled(HostedAgent agent, EnrolmentResult result) {
    switch (result) {
      case EnrolmentResult.Granted(var identity) -> agent.start(identity);
      case EnrolmentResult.Refused(var why) -> {
        log.error("agent of {} not enrolled reason={}", agent.name(), why);
        agent.notEnrolled();
        blocking.execute(() -> refused(agent));
      }
      case EnrolmentResult.Unreachable _ -> agent.notEnrolled();
    }
  }

  private synchronized void refused(HostedAgent agent) {
    if (agents.get(agent.name()) == agent) {
      refused.put(agent.name(), agent.token());
    }
  }

  /** How many sites' agents have a session with the hub. */
  public synchronized int connected() {
    return (int) agents.values().stream().filter(HostedAgent::isConnected).count();
  }

  /** Returns when every agent let go of its files, or after ten seconds. */
  @Override
  public void close() throws InterruptedException {
    var closing = new ArrayList<CompletableFuture<Void>>();
    synchronized (this) {
      agents.values().forEach(agent -> closing.add(agent.close()));
      agents.clear();
    }
    try {
      CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new))
          .get(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      log.warn("host closed before all agents were reason={}", e.toString());
    }
    enrolmentChannel.shutdownNow();
    blocking.shutdownNow();
  }
}

package io.murmuration.agent.farm;

import io.grpc.ManagedChannel;
import io.murmuration.agent.apply.SharedWork;
import io.murmuration.agent.enrolment.Enrolments;
import io.murmuration.agent.identity.EnrolmentClient;
import io.murmuration.agent.identity.EnrolmentResult;
import io.murmuration.agent.identity.HubTls;
import io.murmuration.agent.journal.CorruptJournalException;
import io.murmuration.agent.lane.Faults;
import io.murmuration.agent.lane.Lanes;
import io.murmuration.agent.release.DiskRoom;
import io.murmuration.agent.session.BoundedGate;
import io.murmuration.agent.session.TlsConnector;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Many agents in one process, each with its own key, certificate, connection and journal.
 * Thread-safe.
 */
public final class Farm implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Farm.class);
  private static final Duration ENROLMENT_DEADLINE = Duration.ofSeconds(30);

  private final List<FarmAgent> agents = new ArrayList<>();
  private final List<Token> tokens;
  private final Latency latency = new Latency();
  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger enrolled = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final ManagedChannel enrolmentChannel;
  private final Enrolments<FarmAgent> enrolment;
  private final Faults faults;

  public Farm(
      FarmOptions options,
      List<Token> tokens,
      Lanes lanes,
      Supplier<String> newId,
      String version,
      Faults faults)
      throws SSLException {
    this.tokens = List.copyOf(tokens);
    this.faults = faults;
    var shared =
        new Shared(
            options,
            new SharedWork(),
            new BoundedGate(options.dials()),
            latency,
            faults,
            blocking,
            new DiskRoom(0), // a farm's files may lie on a small disk in memory
            newId,
            version);
    this.enrolmentChannel =
        TlsConnector.channel(
            options.enrolmentAddress(), HubTls.serverOnly(options.trust()), lanes.lane(0).loop());
    this.enrolment =
        new Enrolments<>(
            new EnrolmentClient(enrolmentChannel, ENROLMENT_DEADLINE),
            blocking,
            options.enrolments(),
            faults,
            this::enrolled);
    for (int i = 0; i < this.tokens.size(); i++) {
      agents.add(
          new FarmAgent(
              this.tokens.get(i).subcloud(),
              options.data().resolve(String.format(java.util.Locale.ROOT, "agent-%05d", i + 1)),
              lanes.lane(i),
              shared));
    }
  }

  /** Enrols and connects; returns at once. */
  public void start() {
    for (int i = 0; i < agents.size(); i++) {
      enrolment.enroll(agents.get(i), tokens.get(i).token());
    }
  }

  private void enrolled(FarmAgent agent, EnrolmentResult result) {
    switch (result) {
      case EnrolmentResult.Granted(var identity) -> {
        enrolled.incrementAndGet();
        try {
          agent.start(identity);
        } catch (IOException | CorruptJournalException e) {
          refused.incrementAndGet();
          log.error("agent {} not started reason={}", agent.name(), e.getMessage());
        }
      }
      case EnrolmentResult.Refused(var why) -> {
        refused.incrementAndGet();
        log.error("agent {} not enrolled reason={}", agent.name(), why);
      }
      case EnrolmentResult.Unreachable(var why) ->
          throw new IllegalStateException("unreachable is tried again: " + why);
    }
  }

  List<FarmAgent> agents() {
    return agents;
  }

  int enrolledCount() {
    return enrolled.get();
  }

  /** Agents that will not come up without somebody's help. */
  int refusedCount() {
    return refused.get();
  }

  void latency(Duration next) {
    latency.set(next);
  }

  void deaf(FarmAgent agent) {
    agent.lane().run(agent::deaf);
  }

  void crash(FarmAgent agent) {
    agent
        .lane()
        .run(() -> {
          try {
            agent.crash();
          } catch (IOException | CorruptJournalException e) {
            faults.report("restart of " + agent.name(), e);
          }
        });
  }

  /** Returns when every agent let go of its connection and its files, or after ten seconds. */
  @Override
  public void close() throws InterruptedException {
    var left = new CountDownLatch(agents.size());
    for (var agent : agents) {
      agent
          .lane()
          .run(() -> {
            try {
              agent.close();
            } catch (IOException e) {
              faults.report("closing " + agent.name(), e);
            } finally {
              left.countDown();
            }
          });
    }
    if (!left.await(10, TimeUnit.SECONDS)) {
      log.warn("farm closed before all agents were");
    }
    enrolmentChannel.shutdownNow();
    blocking.shutdownNow();
  }
}

package io.murmuration.central.node;

import io.murmuration.central.api.Feature;
import io.murmuration.central.cluster.LiveImage;
import io.murmuration.central.cluster.Periodic;
import io.murmuration.central.cluster.SourceNotices;
import io.murmuration.central.cluster.lease.Leases;
import io.murmuration.central.cluster.live.AgeRepository;
import io.murmuration.central.gateway.AgentGateway;
import io.murmuration.central.observe.Faults;
import io.murmuration.central.observe.HealthCheck;
import io.murmuration.central.store.Commits;
import io.murmuration.schema.tx.Transactions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node among the others, as far as agents are concerned. Opened once agents are taken, closed
 * before the gateway: then the agents are sent to other nodes first, within {@link
 * NodeSettings#stop}.
 */
public final class NodeFeature implements AutoCloseable {
  private static final String NOTICE = "nodes";
  private static final Duration STOP_TICK = Duration.ofMillis(100);
  private static final int AGES_AT_ONCE = 1_000;
  private static final Logger LOG = LoggerFactory.getLogger(NodeFeature.class);

  private final NodeSettings settings;
  private final Ports ports;
  private final NodeBoard board;
  private final Relocation relocation;
  private final Periodic looks;
  private final Periodic ticks;

  /**
   * What it works with.
   *
   * @param incarnation of this node
   * @param nanoTime monotonic
   */
  public record Ports(
      UUID incarnation,
      Transactions transactions,
      Commits commits,
      AgentGateway gateway,
      Leases leases,
      LiveImage live,
      SourceNotices notices,
      LongSupplier nanoTime,
      Faults faults) {}

  private NodeFeature(NodeSettings settings, Ports ports) {
    this.settings = settings;
    this.ports = ports;
    this.board = new NodeBoard(ports.incarnation, ports.transactions, this::report, ports.nanoTime);
    this.relocation =
        new Relocation(
            settings,
            ports.incarnation,
            board::nodes,
            Relocation.Streams.of(
                ports.gateway.intake(),
                () -> ports.gateway.sessions().connected(),
                ports.gateway::sendAway),
            new LeasedDuties(ports.leases),
            this::keepAges);
    // a node that was drained before it started shall not take agents until somebody looks
    board.look();
    relocation.tick();
    this.looks = Periodic.start("nodes", NodeBoard.PAUSE, board::look, ports.faults);
    this.ticks = Periodic.start("relocation", Relocation.PAUSE, relocation::tick, ports.faults);
    ports.notices.listen(NOTICE, looks::soon);
  }

  private record LeasedDuties(Leases leases) implements Relocation.Duties {
    @Override
    public void abstain() {
      leases.abstain();
    }

    @Override
    public void resume() {
      leases.resume();
    }
  }

  public static NodeFeature open(NodeSettings settings, Ports ports) {
    return new NodeFeature(settings, ports);
  }

  public Feature routes() {
    return new NodeRoutes(
        new NodeService(ports.transactions, ports.commits, () -> ports.notices.changed(NOTICE)));
  }

  public HealthCheck health() {
    return new NodeHealth(this::report);
  }

  private NodeReport report() {
    return relocation.report();
  }

  /** So that a site which does not come back is shown with the age that was known here. */
  private void keepAges() {
    var ages = ports.live.ownAges();
    var repository = new AgeRepository();
    try {
      for (int from = 0; from < ages.size(); from += AGES_AT_ONCE) {
        var some = List.copyOf(ages.subList(from, Math.min(ages.size(), from + AGES_AT_ONCE)));
        ports.transactions.runInTx(tx -> repository.keep(tx, some));
      }
    } catch (DataAccessException e) {
      LOG.warn("ages of observations not kept: {}", e.getMessage());
    }
  }

  /** Sends the agents elsewhere, evenly over the time that there is, if there is an elsewhere. */
  @Override
  public void close() {
    ticks.close();
    looks.close();
    relocation.stopping();
    board.look();
    if (!relocation.leave()) {
      return;
    }
    keepAges();
    long steps = Math.max(1, settings.stop().toMillis() / STOP_TICK.toMillis());
    int each = (int) Math.ceilDiv(ports.gateway.sessions().connected() + 1, steps);
    var empty = new CountDownLatch(1);
    Runnable step =
        () -> {
          if (relocation.leaveMore(each)) {
            empty.countDown();
          }
        };
    try (var _ = Periodic.start("departure", STOP_TICK, step, ports.faults)) {
      boolean left = empty.await(settings.stop().toMillis(), TimeUnit.MILLISECONDS);
      LOG.info("agents are {} elsewhere", left ? "all" : "not all");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    board.look(); // the last word of this incarnation
  }
}

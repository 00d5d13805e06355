package io.murmuration.central;

import io.murmuration.central.cluster.Periodic;
import io.murmuration.central.cluster.lease.Leases;
import io.murmuration.central.external.controller.ControllerReference;
import io.murmuration.central.gateway.AgentGateway;
import io.murmuration.central.observe.Faults;
import io.murmuration.central.software.ReferenceBoard;
import io.murmuration.central.software.ReferencePoll;
import io.murmuration.central.software.ReferenceSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wiring of what endpoint audits compare with: who asks for it, and who tells the sessions. */
final class EndpointReference {
  private static final Logger LOG = LoggerFactory.getLogger(EndpointReference.class);

  private EndpointReference() {}

  /**
   * @param nanoTime monotonic
   */
  record World(LongSupplier nanoTime, Faults faults) {}

  /** Every node tells its sessions; those that are configured to ask compete for it. */
  static void open(
      CentralConfig config,
      Storage storage,
      NodeCluster cluster,
      Leases leases,
      AgentGateway gateway,
      World world,
      Closer closer) {
    var board = new ReferenceBoard(storage.transactions(), gateway::refer);
    cluster.reader().listen(board);
    board.look(); // before the first agent comes, or else soon after
    closer.own(
        Periodic.start(ReferenceBoard.NAME, ReferenceBoard.PAUSE, board::look, world.faults()));
    source(config, world, closer)
        .ifPresent(source -> compete(config, storage, cluster, leases, source, world, closer));
  }

  private static void compete(
      CentralConfig config,
      Storage storage,
      NodeCluster cluster,
      Leases leases,
      ReferenceSource source,
      World world,
      Closer closer) {
    var poll =
        new ReferencePoll(
            leases.compete(ReferencePoll.NAME),
            source,
            storage.transactions(),
            cluster.nudges()::changed,
            world.nanoTime(),
            config.audited().poll());
    closer.own(Periodic.start(ReferencePoll.NAME, ReferencePoll.PAUSE, poll::look, world.faults()));
  }

  /** Empty if nothing is declared and nobody is to be asked. */
  private static Optional<ReferenceSource> source(
      CentralConfig config, World world, Closer closer) {
    var audited = config.audited();
    var declared = config.declared();
    var keystone = config.auth().keystone();
    if (audited.isAsked() && keystone.isPresent()) {
      var asked = closer.own(new ControllerReference(audited, keystone.get(), world.nanoTime()));
      return Optional.of(declared.or(asked));
    }
    if (declared.isDeclared()) {
      return Optional.of(declared);
    }
    LOG.info("audits: no reference is read here, see audit.usm-url and audit.sysinv-url");
    return Optional.empty();
  }
}

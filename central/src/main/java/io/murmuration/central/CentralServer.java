package io.murmuration.central;

import com.google.protobuf.ByteString;
import io.murmuration.central.alarm.AlarmRoutes;
import io.murmuration.central.alarm.record.RecordRoutes;
import io.murmuration.central.api.Access;
import io.murmuration.central.api.ApiRouter;
import io.murmuration.central.api.Feature;
import io.murmuration.central.api.Identities;
import io.murmuration.central.api.http.RestMetrics;
import io.murmuration.central.api.http.RestPorts;
import io.murmuration.central.api.http.RestServer;
import io.murmuration.central.api.system.HealthRoutes;
import io.murmuration.central.api.system.MetricsRoutes;
import io.murmuration.central.api.system.OpenApiRoutes;
import io.murmuration.central.api.system.VersionRoutes;
import io.murmuration.central.audittrail.AuditTrailRoutes;
import io.murmuration.central.cluster.NodeIdentity;
import io.murmuration.central.cluster.lease.ClusterHealth;
import io.murmuration.central.dccert.RootRoutes;
import io.murmuration.central.deployfile.DeployFileRoutes;
import io.murmuration.central.deployfile.DeploymentFiles;
import io.murmuration.central.desired.DesiredRoutes;
import io.murmuration.central.desired.SourceRoutes;
import io.murmuration.central.drift.DriftPolicyRoutes;
import io.murmuration.central.enrolment.Enroller;
import io.murmuration.central.enrolment.EnrolmentRoutes;
import io.murmuration.central.enrolment.EnrolmentService;
import io.murmuration.central.enrolment.Renewer;
import io.murmuration.central.enrolment.Revocations;
import io.murmuration.central.enrolment.TokenRoutes;
import io.murmuration.central.enrolment.TokenService;
import io.murmuration.central.enrolment.listener.EnrolmentServer;
import io.murmuration.central.enrolment.listener.EnrolmentSettings;
import io.murmuration.central.gateway.AgentGateway;
import io.murmuration.central.gateway.DigestKey;
import io.murmuration.central.gateway.GatewayConfig;
import io.murmuration.central.gateway.GatewayPorts;
import io.murmuration.central.gateway.ReaderView;
import io.murmuration.central.gateway.drift.DriftAnywhere;
import io.murmuration.central.gateway.drift.DriftRoutes;
import io.murmuration.central.gateway.metrics.GatewayMeters;
import io.murmuration.central.gateway.metrics.StateLog;
import io.murmuration.central.group.GroupRoutes;
import io.murmuration.central.notification.NotificationRoutes;
import io.murmuration.central.observe.Faults;
import io.murmuration.central.observe.Health;
import io.murmuration.central.observe.HealthCheck;
import io.murmuration.central.observe.LoggedFaults;
import io.murmuration.central.observe.Metrics;
import io.murmuration.central.operation.OperationRoutes;
import io.murmuration.central.operation.Operations;
import io.murmuration.central.operation.desk.LiveProgress;
import io.murmuration.central.operation.desk.OperationDesk;
import io.murmuration.central.options.OptionsRoutes;
import io.murmuration.central.phased.PhasedRoutes;
import io.murmuration.central.proxy.ServiceProxies;
import io.murmuration.central.release.ReleaseFeature;
import io.murmuration.central.release.delivery.LiveDeliveries;
import io.murmuration.central.release.fetch.FetchHandler;
import io.murmuration.central.release.fetch.FetchMeters;
import io.murmuration.central.status.Convergence;
import io.murmuration.central.status.FleetRoutes;
import io.murmuration.central.status.LiveForward;
import io.murmuration.central.status.StatusLinger;
import io.murmuration.central.status.StatusWriter;
import io.murmuration.central.store.ChangeNudge;
import io.murmuration.central.store.DatabaseFailures;
import io.murmuration.central.store.DatabaseHealth;
import io.murmuration.central.store.StatementMeters;
import io.murmuration.central.subcloud.Inventory;
import io.murmuration.central.subcloud.SubcloudRows;
import io.murmuration.central.subcloud.listing.FleetImage;
import io.murmuration.central.subcloud.status.SubcloudStatusRoutes;
import io.murmuration.proto.canonical.CanonicalDigest;
import io.murmuration.sync.hub.KindMachine;
import io.murmuration.sync.hub.RetryPolicy;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running node, wired top to bottom. What is opened first is closed last, so the order is: truth
 * (database), keys and trust (certificate), knowledge (cluster: change reader, image, node lease),
 * the fleet (status, gateway, enrolment), then features and REST.
 */
public final class CentralServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CentralServer.class);
  private static final int LONGEST_LINGER = 10;
  private static final Duration OTHER_NODES = Duration.ofSeconds(30);

  /**
   * A change to 10,000 sites takes a second or so: most of them are never written as on the way.
   */
  private static final Duration PASSING_LINGER = Duration.ofSeconds(2);

  private final Closer closer;
  private final RestServer rest;

  private CentralServer(Closer closer, RestServer rest) {
    this.closer = closer;
    this.rest = rest;
  }

  /**
   * Starts everything and returns when requests are served.
   *
   * @throws RuntimeException if anything could not be started; then all is closed again
   */
  // closer is closed by the server it goes to, or here
  @SuppressWarnings({"resource", "MustBeClosedChecker"})
  public static CentralServer start(CentralConfig config) {
    var closer = new Closer();
    try {
      return new CentralServer(closer, wire(config, closer));
    } catch (RuntimeException | Error e) {
      try {
        closer.close();
      } catch (IllegalStateException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
  }

  private static RestServer wire(CentralConfig config, Closer closer) {
    LOG.info("central {} starts, configured: {}", Version.TEXT, config.changes());
    InstantSource clock = InstantSource.system();
    LongSupplier nanoTime = System::nanoTime;
    var chance = new SecureRandom();
    var metrics = closer.own(new Metrics());
    var faults = new LoggedFaults(metrics.registry());

    // truth, trust, and this node among the others
    var storage = Storage.open(config, closer);
    StatementMeters.bind(storage.database().statements(), metrics.registry());
    var trust = Trust.open(config, storage, clock, chance);
    var node = new NodeIdentity(UUID.randomUUID(), config.node().name());
    var cluster =
        NodeCluster.join(
            config,
            node,
            storage,
            trust.fleetKeys().digester(),
            trust.seal(),
            nanoTime,
            faults,
            closer);

    // statuses and agents: the gateway reports to the writer, the reader tells the gateway
    var convergence = new Convergence(nanoTime);
    var meters = new GatewayMeters(metrics.registry());
    var writer =
        closer.own(new StatusWriter(linger(config), storage.transactions(), nanoTime, faults));
    var releases =
        closer.own(
            ReleaseFeature.open(
                config.releases(),
                storage.transactions(),
                storage.commits(),
                UUID::randomUUID,
                clock,
                new FetchHandler.World(
                    cluster.hazelcast()::members,
                    nanoTime,
                    new FetchMeters(metrics.registry()),
                    faults)));
    var progress = new LiveProgress(nanoTime);
    var operations = new Operations(trust.argumentSeal(), UUID::randomUUID);
    var desk =
        closer.own(
            new OperationDesk(
                OperationDesk.Timing.USUAL,
                new OperationDesk.Ports(
                    storage.transactions(), operations, trust.argumentSeal(), progress),
                nanoTime,
                faults));
    var gateway =
        closer.own(
            new AgentGateway(
                gatewayConfig(config),
                new AgentGateway.Security(
                    trust.tls().agents(),
                    digestKey(trust),
                    trust.fleetKeys().digester(),
                    releases.fetches()),
                new AgentGateway.Database(storage.transactions(), node.incarnation()),
                new GatewayPorts(
                    new ReaderView(cluster.reader()),
                    new KindMachine(RetryPolicy.DEFAULT),
                    writer,
                    desk,
                    new StateLog(),
                    cluster.live(),
                    meters,
                    faults),
                convergence,
                cluster.directory(),
                new AgentGateway.World(nanoTime, new SplittableRandom(chance.nextLong()))));
    writer.start(
        new StatusWriter.Listeners(
            convergence.and(new LiveForward(cluster.stream())), gateway.lostReports(), meters));
    GatewayMeters.watch(metrics.registry(), gateway.sessions());
    cluster.reader().listen(gateway.changes());
    desk.start(gateway.wire());
    cluster.reader().listen(desk);
    var leases = cluster.serve(config, storage, nanoTime, faults, closer);
    SourceDuties.open(
        config,
        storage,
        trust,
        leases,
        new SourceDuties.World(
            clock,
            nanoTime,
            revision -> {
              convergence.changeCommitted(revision);
              cluster.nudges().changed();
            },
            cluster.notices(),
            faults),
        closer);
    EndpointReference.open(
        config,
        storage,
        cluster,
        leases,
        gateway,
        new EndpointReference.World(nanoTime, faults),
        closer);
    gateway.start();
    var enrolment =
        closer.own(
            enrolment(config, gateway.port(), storage, trust, clock, cluster.nudges()::changed));
    LOG.info("enrolment at port {}", enrolment.port());

    // REST, last: nobody is served before everything works
    List<Feature> features = new ArrayList<>();
    var fleet =
        FleetImage.following(
            cluster.reader(),
            cluster.live(),
            new SubcloudRows(storage.transactions()),
            node.incarnation(),
            nanoTime);
    features.addAll(features(storage, trust, cluster, fleet, convergence, clock, chance, config));
    features.addAll(
        releases.routes(
            operations,
            (subcloud, operation) ->
                progress
                    .of(subcloud, operation)
                    .map(told -> new LiveDeliveries.Told(told.percent(), told.details())),
            cluster.nudges()::changed));
    features.add(new SubcloudStatusRoutes(storage.transactions(), cluster.live(), nanoTime));
    features.add(
        new OperationRoutes(
            storage.transactions(),
            storage.commits(),
            operations,
            progress,
            cluster.nudges()::changed));
    features.add(gateway.routes(new ReaderView(cluster.reader())));
    var drift =
        new DriftAnywhere(
            gateway::drift, question -> cluster.questions().ask(question, OTHER_NODES));
    cluster.questions().answer(drift::answer);
    features.add(new DriftRoutes(storage.transactions(), drift));
    features.add(
        new FleetRoutes(convergence, cluster.reader(), cluster.live(), gateway.sessions()));
    List<HealthCheck> checks =
        List.of(
            new DatabaseHealth(storage.database()),
            new ClusterHealth(cluster.lease(), cluster.reader(), cluster.hazelcast()::members));
    var callers =
        Callers.open(config, storage, new Callers.World(clock, nanoTime, chance, faults), closer);
    var rest = rest(config, features, checks, metrics, faults, callers.identities(), closer);
    callers.restAt(rest.port());
    if (!config.proxies().services().isEmpty()) {
      closer.own(
          ServiceProxies.start(
              config.proxies(), source -> cluster.notices().changed(source.wireName())));
    }
    LOG.info("ready: REST {}", rest.url());
    return rest;
  }

  private static List<Feature> features(
      Storage storage,
      Trust trust,
      NodeCluster cluster,
      FleetImage fleet,
      Convergence convergence,
      InstantSource clock,
      SecureRandom chance,
      CentralConfig config) {
    var transactions = storage.transactions();
    var commits = storage.commits();
    var revocations = new Revocations();
    var inventory =
        Inventory.open(
            config.system(),
            new Inventory.Ports(
                transactions,
                commits,
                UUID::randomUUID,
                (id, document, content) ->
                    trust
                        .sealer()
                        .seal("subcloud/" + document, Math.toIntExact(id.value()), content),
                DeploymentFiles::missing,
                List.of((tx, id) -> revocations.revoke(tx, id, "the subcloud was deleted")),
                cluster.nudges()::changed,
                fleet));
    return List.of(
        inventory.routes(),
        new PhasedRoutes(transactions, inventory.creation()),
        new GroupRoutes(transactions, commits, cluster.nudges()::changed),
        new DesiredRoutes(
            transactions,
            commits,
            trust.seal(),
            revision -> {
              convergence.changeCommitted(revision);
              cluster.nudges().changed();
            }),
        new SourceRoutes(transactions, commits),
        new DriftPolicyRoutes(transactions, commits, cluster.nudges()::changed),
        new AuditTrailRoutes(transactions),
        new DeployFileRoutes(transactions, commits, config.system(), config.deployFiles()),
        new OptionsRoutes(transactions, commits),
        new AlarmRoutes(transactions),
        new RecordRoutes(transactions),
        new RootRoutes(transactions, commits, SourceDuties.ownRoots(config, trust), clock),
        new NotificationRoutes(commits, cluster.nudges()::changed),
        new TokenRoutes(new TokenService(transactions, commits, clock, chance), trust.ca()),
        new EnrolmentRoutes(
            new EnrolmentService(transactions, commits, clock, cluster.nudges()::changed)));
  }

  private static EnrolmentServer enrolment(
      CentralConfig config,
      int agentsPort,
      Storage storage,
      Trust trust,
      InstantSource clock,
      ChangeNudge nudge) {
    var transactions = storage.transactions();
    var settings =
        new EnrolmentSettings(
            new InetSocketAddress(config.agents().host(), config.enrolment().port()),
            config.agents().toDial(config.node().name(), agentsPort),
            EnrolmentSettings.DEFAULT_IN_FLIGHT,
            EnrolmentSettings.DEFAULT_PATIENCE,
            config.enrolment().failuresPerMinute());
    return EnrolmentServer.start(
        settings,
        trust.tls(),
        trust.ca(),
        new Enroller(transactions, trust.ca(), trust.settings(), clock, UUID::randomUUID, nudge),
        new Renewer(transactions, trust.ca(), trust.settings(), clock),
        clock);
  }

  private static RestServer rest(
      CentralConfig config,
      List<Feature> features,
      List<HealthCheck> checks,
      Metrics metrics,
      Faults faults,
      Identities identities,
      Closer closer) {
    var health =
        closer.own(
            new Health(
                identity(config), checks, metrics.registry().config().clock()::monotonicTime));
    var ownUrl = config.rest().url(config.rest().port());
    var router = new ApiRouter();
    new VersionRoutes(ownUrl.scheme(), ownUrl.seenBy(config.node().name()).authority())
        .mount(router);
    new OpenApiRoutes().mount(router);
    new HealthRoutes(health).mount(router);
    new MetricsRoutes(metrics, config.publicMetrics() ? Access.PUBLIC : Access.ANY_TOKEN)
        .mount(router);
    features.forEach(feature -> feature.mount(router));
    return closer.own(
        RestServer.start(
            config.rest(),
            router,
            new RestPorts(
                identities,
                DatabaseFailures::answer,
                faults,
                new RestMetrics(metrics.registry()),
                () -> "req-" + UUID.randomUUID())));
  }

  private static StatusLinger linger(CentralConfig config) {
    var quiet = config.sync().statusLinger();
    return new StatusLinger(
        quiet, quiet.multipliedBy(LONGEST_LINGER), PASSING_LINGER, config.sync().statusBatch());
  }

  private static DigestKey digestKey(Trust trust) {
    return new DigestKey(
        trust.fleetKeys().keyId(),
        ByteString.copyFrom(trust.fleetKeys().keyForWelcome()),
        CanonicalDigest.FIELD_SET);
  }

  private static GatewayConfig gatewayConfig(CentralConfig config) {
    var sync = config.sync();
    var agents = config.agents();
    return new GatewayConfig(
        agents.host(),
        agents.port(),
        sync.lanes() > 0 ? sync.lanes() : Runtime.getRuntime().availableProcessors(),
        sync.heartbeatPeriod(),
        sync.auditPeriod(),
        sync.hubSilence(),
        agents.helloTimeout(),
        agents.handshakesPerSecond(),
        agents.most(),
        agents.drain(),
        config.identitySource().isPresent(),
        sync.lane(),
        RetryPolicy.DEFAULT);
  }

  /** {@code http://host:port} of the REST side. */
  public String restUrl() {
    return rest.url();
  }

  /** What is served, for tests that walk over all of it. */
  List<ApiRouter.Route> routes() {
    return rest.routes();
  }

  /** Stops: no new requests, then everything in reverse order. */
  @Override
  public void close() {
    LOG.info("stopping");
    closer.close();
    LOG.info("stopped");
  }

  private static Map<String, Object> identity(CentralConfig config) {
    Map<String, Object> identity = new LinkedHashMap<>();
    identity.put("version", Version.TEXT);
    identity.put("node", config.node().name());
    return identity;
  }
}

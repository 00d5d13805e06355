package io.murmuration.central.gateway;

import com.google.protobuf.ByteString;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.murmuration.central.certificate.AgentIdentity;
import io.murmuration.central.certificate.CertificateSettings;
import io.murmuration.central.certificate.FleetKeys;
import io.murmuration.central.certificate.HubCa;
import io.murmuration.central.certificate.HubTls;
import io.murmuration.central.certificate.SealedKeys;
import io.murmuration.central.certificate.SealedPayloads;
import io.murmuration.central.cluster.ChangeReader;
import io.murmuration.central.cluster.Directory;
import io.murmuration.central.cluster.Fixture;
import io.murmuration.central.cluster.LiveImage;
import io.murmuration.central.gateway.metrics.GatewayMetrics;
import io.murmuration.central.gateway.metrics.StateLog;
import io.murmuration.central.operation.Operations;
import io.murmuration.central.operation.desk.LiveProgress;
import io.murmuration.central.operation.desk.OperationDesk;
import io.murmuration.central.operation.row.ArgumentSeal;
import io.murmuration.central.recovery.conflict.HistoryReports;
import io.murmuration.central.status.Convergence;
import io.murmuration.central.status.LiveForward;
import io.murmuration.central.status.StatusLinger;
import io.murmuration.central.status.StatusMetrics;
import io.murmuration.central.status.StatusWriter;
import io.murmuration.central.store.ChangeKind;
import io.murmuration.central.store.Changes;
import io.murmuration.central.store.PayloadSeal;
import io.murmuration.proto.FetchChunk;
import io.murmuration.proto.FetchRequest;
import io.murmuration.proto.Holding;
import io.murmuration.schema.testing.TestDatabase;
import io.murmuration.sync.hub.KindMachine;
import io.murmuration.sync.hub.LaneConfig;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.resource.Scope;
import io.netty.handler.ssl.SslContext;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** A whole gateway on a real database, with an authority of its own and certificates from it. */
final class GatewayFixture implements AutoCloseable {
  static final int KEY_ID = 1;

  /** One push at a time per lane, and a permit comes back soon. */
  static final LaneConfig TIGHT =
      new LaneConfig(
          1,
          Duration.ofMillis(200),
          Duration.ofSeconds(60),
          Duration.ofSeconds(18),
          Duration.ofSeconds(30),
          Duration.ofMinutes(10));

  /** Deadlines are looked at all the time. */
  private static final OperationDesk.Timing QUICK =
      new OperationDesk.Timing(Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofMillis(50));

  /** Nothing is read by itself, and nothing gets stale: a test nudges. */
  private static final ChangeReader.Timing BY_NUDGE =
      new ChangeReader.Timing(Duration.ofHours(1), Duration.ofHours(1), Duration.ofSeconds(20));

  private static final ServerCallHandler<FetchRequest, FetchChunk> NO_FETCH =
      (call, _) -> {
        call.close(Status.UNIMPLEMENTED, new Metadata());
        return new ServerCall.Listener<>() {};
      };

  final TestDatabase database;
  final Fixture hub;
  final ChangeReader reader;
  final Convergence convergence = new Convergence(System::nanoTime);
  final UUID incarnation = UUID.randomUUID();
  final LiveImage live = new LiveImage(incarnation, System::nanoTime);
  final StatusWriter writer;
  private final ArgumentSeal arguments = new ReversingArguments();
  final LiveProgress progress = new LiveProgress(System::nanoTime);
  final Operations operations = new Operations(arguments, UUID::randomUUID);
  final OperationDesk desk;
  final AgentGateway gateway;
  final SealedKeys sealedKeys;
  final PayloadSeal seal;
  private final HubCa authority;

  GatewayFixture(TestDatabase database, Path directory, LaneConfig lane) throws Exception {
    this(database, directory, lane, true, NO_FETCH);
  }

  GatewayFixture(TestDatabase database, Path directory, LaneConfig lane, boolean keepsIdentity)
      throws Exception {
    this(database, directory, lane, keepsIdentity, NO_FETCH);
  }

  /**
   * @param fetch answers Fetch
   */
  GatewayFixture(
      TestDatabase database,
      Path directory,
      LaneConfig lane,
      ServerCallHandler<FetchRequest, FetchChunk> fetch)
      throws Exception {
    this(database, directory, lane, true, fetch);
  }

  private GatewayFixture(
      TestDatabase database,
      Path directory,
      LaneConfig lane,
      boolean keepsIdentity,
      ServerCallHandler<FetchRequest, FetchChunk> fetch)
      throws Exception {
    this.database = database;
    this.hub = new Fixture(database);
    var transactions = database.database().transactions();
    var random = new SecureRandom();
    var keys = SealedKeys.open(transactions, directory, random);
    this.sealedKeys = keys;
    this.seal = new SealedPayloads(keys.sealer());
    this.authority = HubCa.openOrCreate(keys, InstantSource.system(), random);
    var settings =
        new CertificateSettings(
            CertificateSettings.DEFAULT_AGENT_LIFETIME,
            CertificateSettings.DEFAULT_SERVER_LIFETIME,
            List.of());
    var tls = new HubTls(authority, settings, InstantSource.system(), random);
    var fleet = FleetKeys.openOrCreate(keys, random);
    this.reader =
        ChangeReader.start(
            transactions,
            fleet.digester(),
            seal,
            BY_NUDGE,
            System::nanoTime,
            (_, bug) -> hub.faults.add(bug));
    this.writer =
        new StatusWriter(
            StatusLinger.DEFAULT, transactions, System::nanoTime, (_, bug) -> hub.faults.add(bug));
    this.desk =
        new OperationDesk(
            QUICK,
            new OperationDesk.Ports(transactions, operations, arguments, progress),
            System::nanoTime,
            (_, bug) -> hub.faults.add(bug));
    var usual = GatewayConfig.usual("127.0.0.1", 0, 2);
    var node = new ReaderView(reader);
    this.gateway =
        new AgentGateway(
            new GatewayConfig(
                usual.host(),
                usual.port(),
                usual.lanes(),
                usual.heartbeatPeriod(),
                usual.auditPeriod(),
                usual.hubSilence(),
                usual.helloTimeout(),
                usual.admissionsPerSecond(),
                usual.maxSessions(),
                usual.drainSpread(),
                keepsIdentity,
                lane,
                usual.retry()),
            new AgentGateway.Security(
                tls.agents(),
                new DigestKey(KEY_ID, ByteString.copyFrom(fleet.keyForWelcome()), 1),
                fleet.digester(),
                fetch),
            new AgentGateway.Database(transactions, incarnation),
            new GatewayPorts(
                node,
                new KindMachine(usual.retry()),
                writer,
                desk,
                new StateLog(),
                HistoryReports.NONE,
                live,
                GatewayMetrics.NONE,
                (_, bug) -> hub.faults.add(bug)),
            convergence,
            new NoDirectory(),
            new AgentGateway.World(System::nanoTime, new SplittableRandom()));
    writer.start(
        new StatusWriter.Listeners(
            convergence.and(new LiveForward(entries -> live.apply(incarnation, entries))),
            gateway.lostReports(),
            StatusMetrics.NONE));
    reader.listen(gateway.changes());
    desk.start(gateway.wire());
    reader.listen(desk);
    gateway.start();
  }

  /** Unreadable at a glance. */
  private static final class ReversingArguments implements ArgumentSeal {
    @Override
    public byte[] seal(byte[] arguments) {
      byte[] reversed = new byte[arguments.length];
      for (int i = 0; i < arguments.length; i++) {
        reversed[i] = arguments[arguments.length - 1 - i];
      }
      return reversed;
    }

    @Override
    public byte[] open(byte[] sealed) {
      return seal(sealed);
    }
  }

  private static final class NoDirectory implements Directory {
    @Override
    public void held(Collection<SubcloudId> ids) {}

    @Override
    public void left(Collection<SubcloudId> ids) {}
  }

  /** A site with a certificate. */
  record Site(SubcloudId id, UUID enrolment, UUID journal, String serial, SslContext tls) {}

  /** A managed subcloud with its status rows, enrolled. The image has read it. */
  Site site(String name) throws Exception {
    var id = hub.subcloud(name, 1);
    for (var kind : Kind.values()) {
      database.execute(
          "INSERT INTO subcloud_status (subcloud_id, endpoint_type) VALUES (%d, '%s')"
              .formatted(id.value(), kind.wireName()));
    }
    reader.readIndex().join();
    return enrol(id);
  }

  Site enrol(SubcloudId id) throws Exception {
    var enrolment = UUID.randomUUID();
    var pair = keyPair();
    var certificate = authority.issueAgent(id, enrolment, pair.getPublic(), Duration.ofDays(1));
    var serial = AgentIdentity.of(certificate).serial();
    database.execute(
        "INSERT INTO enrolment (id, subcloud_id, state) VALUES ('%s', %d, 'active')"
            .formatted(enrolment, id.value()));
    database.execute(
        """
        INSERT INTO agent_certificate (serial, subcloud_id, enrolment_id, key_hash, certificate,
          not_after) VALUES ('%s', %d, '%s', '', '', now() + interval '1 day')
        """
            .formatted(serial, id.value(), enrolment));
    var tls =
        GrpcSslContexts.forClient()
            .keyManager(pair.getPrivate(), certificate)
            .trustManager(
                new ByteArrayInputStream(
                    authority.trustBundle().getBytes(StandardCharsets.US_ASCII)))
            .build();
    return new Site(id, enrolment, UUID.randomUUID(), serial, tls);
  }

  static KeyPair keyPair() throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  /** As the enrolment feature does it: the session row goes with it. */
  void revoke(Site site) {
    database
        .database()
        .transactions()
        .runInTx(tx -> {
          tx.sql()
              .execute(
                  "UPDATE agent_session SET epoch = epoch + 1, incarnation = NULL"
                      + " WHERE subcloud_id = ?",
                  site.id().value());
          tx.sql()
              .execute(
                  "UPDATE enrolment SET state = 'revoked', revoked_at = now() WHERE id = ?",
                  site.enrolment());
          tx.sql()
              .execute(
                  "UPDATE agent_certificate SET revoked_at = now() WHERE serial = ?",
                  site.serial());
          Changes.append(tx, ChangeKind.REVOCATION, new Scope.Subcloud(site.id().value()));
        });
    reader.nudge();
  }

  TestAgent connect(Site site) {
    return new TestAgent(gateway.port(), site.tls(), true);
  }

  TestAgent connectDeaf(Site site) {
    return new TestAgent(gateway.port(), site.tls(), false);
  }

  String status(SubcloudId id) {
    return database
        .database()
        .transactions()
        .inTx(tx ->
            tx.sql()
                .fetchSingle(
                    "SELECT sync_status FROM subcloud_status"
                        + " WHERE subcloud_id = ? AND endpoint_type = 'platform'",
                    id.value())
                .get(0, String.class));
  }

  /** State and reason. */
  String availability(SubcloudId id) {
    return database
        .database()
        .transactions()
        .inTx(tx ->
            tx.sql()
                .fetchSingle(
                    "SELECT availability || ': ' || availability_reason FROM agent_session"
                        + " WHERE subcloud_id = ?",
                    id.value())
                .get(0, String.class));
  }

  /** Of a site that was observed and has something else. */
  static Holding other() {
    return Holding.newBuilder()
        .setKind("platform")
        .setDigest(ByteString.copyFrom(new byte[32]))
        .setDigestKeyId(KEY_ID)
        .build();
  }

  @Override
  public void close() {
    gateway.close();
    desk.close();
    writer.close();
    reader.close();
  }
}

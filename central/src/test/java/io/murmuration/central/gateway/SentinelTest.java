package io.murmuration.central.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.murmuration.central.api.Answer;
import io.murmuration.central.api.ApiRouter;
import io.murmuration.central.api.Body;
import io.murmuration.central.api.Caller;
import io.murmuration.central.api.HttpMethod;
import io.murmuration.central.api.Json;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.Request;
import io.murmuration.central.audittrail.AuditTrailRoutes;
import io.murmuration.central.certificate.AdminRoots;
import io.murmuration.central.cluster.lease.TestLease;
import io.murmuration.central.dccert.DcCertDuty;
import io.murmuration.central.dccert.DcCerts;
import io.murmuration.central.dccert.RenewalRules;
import io.murmuration.central.desired.DesiredRoutes;
import io.murmuration.central.desired.SourceRoutes;
import io.murmuration.central.desired.SourceSnapshot;
import io.murmuration.central.desired.SourceSnapshots;
import io.murmuration.central.store.Commits;
import io.murmuration.proto.Holding;
import io.murmuration.proto.HubFrame;
import io.murmuration.proto.Push;
import io.murmuration.schema.StatementCounts;
import io.murmuration.schema.testing.TestDatabase;
import io.murmuration.sync.agent.SiteWrite;
import io.murmuration.sync.hub.LaneConfig;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.model.SyncStatus;
import io.murmuration.sync.resource.Scope;
import io.murmuration.sync.resource.WantedItem;
import io.murmuration.sync.status.KindStatus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A change of one user in a fleet of 1,000: what it costs, and where its secrets are. {@value
 * #STREAMS_PROPERTY} of the sites, 60 if nobody says, are streams over mutual TLS with a connection
 * each: the change is pushed to every one of them as the difference only, and acknowledged by it.
 * The other subclouds are rows, and their acknowledgements are reports to the writer, as the lanes
 * make them; with 1,000 streams there are none.
 */
@Tag("database")
@Timeout(240)
class SentinelTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int FLEET = 1_000;
  private static final String STREAMS_PROPERTY = "sentinel.streams";
  private static final int STREAMS = Integer.getInteger(STREAMS_PROPERTY, 60);

  /** Of these, which get certificates of their own. */
  private static final int CERTIFIED = 5;

  private static final SessionEpoch EPOCH = new SessionEpoch(1, 1);

  private static final String PASSWORD_HASH = "$2b$12$SENTINELofAUserWhoChanged";
  private static final String SYSADMIN_HASH = "$6$SENTINELofSysadmin";
  private static final String FERNET_KEY = "U0VOVElORUxmZXJuZXRrZXk=";

  @TempDir private Path directory;
  private TestDatabase database;
  private GatewayFixture fixture;
  private Eavesdropper logs;
  private final AtomicInteger requests = new AtomicInteger();

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.fresh();
    fixture = new GatewayFixture(database, directory, LaneConfig.DEFAULT);
    logs = new Eavesdropper();
  }

  @AfterEach
  void close() {
    logs.close();
    fixture.close();
    database.close();
    assertThat(fixture.hub.faults).isEmpty();
  }

  private SourceSnapshots snapshots() {
    return new SourceSnapshots(
        new Commits(database.database().transactions()),
        fixture.seal,
        () -> "source-" + requests.incrementAndGet(),
        _ -> fixture.reader.nudge());
  }

  private static SortedMap<ItemKey, Payload> users(String changed) {
    var users = new TreeMap<ItemKey, Payload>();
    for (int i = 0; i < 20; i++) {
      users.put(
          new ItemKey("user", "u" + i),
          Payload.of("{\"password\":\"%s\"}".formatted(i == 1 ? changed : PASSWORD_HASH)));
    }
    return users;
  }

  private static SourceSnapshot identity(String changed) {
    return new SourceSnapshot(
        "keystone", Scope.FLEET, Kind.IDENTITY, Set.of("user"), Set.of(), users(changed));
  }

  private static SourceSnapshot platform() {
    var items = new TreeMap<ItemKey, Payload>();
    items.put(
        new ItemKey("sysadmin", "default"),
        Payload.of("{\"passwd_hash\":\"%s\"}".formatted(SYSADMIN_HASH)));
    items.put(
        new ItemKey("fernet-repo", "keys"),
        Payload.of("{\"keys\":[{\"id\":0,\"key\":\"%s\"}]}".formatted(FERNET_KEY)));
    return new SourceSnapshot(
        "platform", Scope.FLEET, Kind.PLATFORM, Set.of("sysadmin", "fernet-repo"), Set.of(), items);
  }

  private void restOfTheFleet() {
    database.execute(
        """
        INSERT INTO subcloud (name, software_version, management_state, deploy_status,
          region_name, management_subnet, management_gateway_ip, management_start_ip,
          management_end_ip, systemcontroller_gateway_ip, external_oam_subnet_ip_family)
        SELECT 'sc' || n, '1', 'managed', 'complete', 'r' || n, '', '', '', '', '', ''
          FROM generate_series(%d, %d) n
        """
            .formatted(STREAMS + 1, FLEET));
    database.execute(
        """
        INSERT INTO subcloud_status (subcloud_id, endpoint_type, hub_epoch, session_epoch)
        SELECT id, 'identity', 1, 1 FROM subcloud WHERE name LIKE 'sc%'
        """);
  }

  /** Issues certificates for the sites that are there; returns the key of the first. */
  private String issued(SubcloudId id) {
    var transactions = database.database().transactions();
    var random = new SecureRandom();
    var day = Duration.ofDays(1);
    DcCerts.byOwnRoots(
            TestLease.held(DcCertDuty.NAME, transactions),
            transactions,
            fixture.seal,
            new AdminRoots(fixture.sealedKeys, InstantSource.system(), random),
            "",
            new RenewalRules(
                day.multipliedBy(365),
                day.multipliedBy(30),
                0,
                day.multipliedBy(90),
                Duration.ZERO),
            new DcCertDuty.World(
                InstantSource.system(), () -> "dc-cert-" + requests.incrementAndGet(), _ -> {}))
        .look();
    var sealed =
        transactions.inTx(tx ->
            tx.sql()
                .fetchSingle(
                    "SELECT sealed_payload FROM desired_item WHERE kind = 'dc-cert' AND scope_id = ?",
                    id.value())
                .get(0, byte[].class));
    var text =
        fixture.seal.open(Kind.DC_CERT, new ItemKey("admin-endpoint", "default"), sealed).text();
    var key = text.substring(text.indexOf("PRIVATE KEY-----") + 18);
    return key.substring(0, 40);
  }

  private static List<String> kindsOf(int stream) {
    return stream < CERTIFIED
        ? List.of("identity", "platform", "dc-cert")
        : List.of("identity", "platform");
  }

  private static Holding unlike(String kind) {
    return Holding.newBuilder()
        .setKind(kind)
        .setDigest(ByteString.copyFrom(new byte[32]))
        .setDigestKeyId(GatewayFixture.KEY_ID)
        .build();
  }

  @Test
  void aChangeOfOneUserCostsTheSameWhateverTheFleetAndItsSecretsAreOnTheWireAlone()
      throws Exception {
    var agents = new ArrayList<TestAgent>();
    try {
      var sites = new ArrayList<GatewayFixture.Site>();
      for (int i = 0; i < CERTIFIED; i++) {
        sites.add(fixture.site("one" + i));
      }
      var certificateKey = issued(sites.getFirst().id());
      for (int i = CERTIFIED; i < STREAMS; i++) {
        sites.add(fixture.site("one" + i));
      }
      restOfTheFleet();
      assertThat(snapshots().commit(platform(), _ -> {}))
          .isInstanceOf(SourceSnapshots.Outcome.Committed.class);
      assertThat(snapshots().commit(identity(PASSWORD_HASH), _ -> {}))
          .isInstanceOf(SourceSnapshots.Outcome.Committed.class);
      fixture.reader.readIndex().join();
      for (var site : sites) {
        var held = kindsOf(agents.size()).stream().map(SentinelTest::unlike);
        agents.add(
            fixture
                .connect(site)
                .hello(site.id().value(), site.journal(), 1, held.toArray(Holding[]::new)));
      }
      for (var kind : List.of("identity", "platform", "dc-cert")) {
        finishAll(kind.equals("dc-cert") ? agents.subList(0, CERTIFIED) : agents, kind, 0);
      }
      awaitInSync("('identity', 'platform', 'dc-cert')", 2 * STREAMS + CERTIFIED);
      var secrets = List.of(PASSWORD_HASH, SYSADMIN_HASH, FERNET_KEY, certificateKey);
      for (var secret : secrets) {
        assertThat(wire(agents.getFirst())).as("is sent to who needs it").contains(secret);
      }

      var changed = "$2b$12$SENTINELafterTheChange";
      var before = statements();
      var outcome = snapshots().commit(identity(changed), _ -> {});
      var cost = statements().since(before);
      assertThat(outcome)
          .isInstanceOfSatisfying(
              SourceSnapshots.Outcome.Committed.class,
              committed -> assertThat(committed.changes()).isEqualTo(1));
      assertThat(cost.rowsWritten()).as("hub, change, item, head, audit").isLessThanOrEqualTo(5);
      assertThat(cost.statements()).isLessThanOrEqualTo(12);
      var revision = ((SourceSnapshots.Outcome.Committed) outcome).revision();
      assertAcknowledged(agents, sites, revision);
      assertThat(agents).allSatisfy(agent -> assertThat(wire(agent)).contains(changed));

      var all = new ArrayList<>(secrets);
      all.add(changed);
      assertNone("a table", all, tables());
      assertNone("an answer", all, answers());
      assertNone("a text of a value", all, texts(changed));
      assertNone("a log line", all, logs.heard());
      assertThat(logs.heard())
          .as("jOOQ and the driver were heard")
          .anyMatch(line -> line.contains("org.jooq") || line.contains("org.postgresql"));
    } finally {
      agents.forEach(TestAgent::close);
    }
  }

  private StatementCounts.Reading statements() {
    return database.database().statements().now();
  }

  /** By their streams, the others as lanes report them. */
  private void assertAcknowledged(
      List<TestAgent> agents, List<GatewayFixture.Site> sites, Revision revision) {
    var before = statements();
    for (var push : finishAll(agents, "identity", revision.number())) {
      assertThat(push.getFull()).as("only the difference").isFalse();
    }
    long first = sites.getLast().id().value() + 1;
    for (long id = first; id < first + FLEET - STREAMS; id++) {
      fixture.writer.kind(
          new SubcloudId(id),
          EPOCH,
          1,
          Kind.IDENTITY,
          new KindStatus(SyncStatus.IN_SYNC, revision, revision, "as wanted"),
          Duration.ZERO);
    }
    awaitInSync("('identity')", FLEET);
    await()
        .atMost(PATIENCE)
        .until(() -> count("subcloud WHERE first_identity_sync_complete") == FLEET);
    // the rows, their alarms, and the gate of the first identity sync; the looks of this test
    assertThat(statements().since(before).writes()).isLessThan(FLEET / 5);
  }

  /** Has all of them acknowledge a push of the kind, once each has got one to that revision. */
  private static List<Push> finishAll(List<TestAgent> agents, String kind, long least) {
    await()
        .atMost(PATIENCE)
        .until(() -> agents.stream().allMatch(agent -> push(agent, kind, least).isPresent()));
    var pushes = new ArrayList<Push>();
    for (var agent : agents) {
      var push = push(agent, kind, least).orElseThrow();
      agent.finished(push);
      pushes.add(push);
    }
    return pushes;
  }

  private static Optional<Push> push(TestAgent agent, String kind, long least) {
    return agent.frames().stream()
        .filter(HubFrame::hasPush)
        .map(HubFrame::getPush)
        .filter(push -> push.getKind().equals(kind) && push.getToRevision() >= least)
        .findFirst();
  }

  /** So many rows of these kinds say so, and nothing more is on its way to the tables. */
  private void awaitInSync(String kinds, long rows) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(
                    count(
                        "subcloud_status WHERE sync_status = 'in-sync' AND endpoint_type IN "
                            + kinds))
                .isEqualTo(rows));
    await().atMost(PATIENCE).until(() -> fixture.writer.waiting() == 0);
  }

  private long count(String from) {
    return database
        .database()
        .transactions()
        .inTx(tx -> tx.sql().fetchSingle("SELECT count(*) FROM " + from).get(0, Long.class));
  }

  private static String wire(TestAgent agent) {
    var all = new StringBuilder();
    agent
        .frames()
        .forEach(frame -> all.append(frame.toByteString().toString(StandardCharsets.UTF_8)));
    return all.toString();
  }

  /** Every row of every table, as a dump has it. */
  private List<String> tables() {
    return database
        .database()
        .transactions()
        .inTx(tx -> {
          var rows = new ArrayList<String>();
          for (var table :
              tx.sql()
                  .fetch("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
                  .getValues(0, String.class)) {
            rows.addAll(
                tx.sql()
                    .fetch("SELECT t::text FROM \"" + table + "\" t")
                    .getValues(0, String.class));
          }
          return rows;
        });
  }

  /** All that REST shows of what is wanted and of who changed it. */
  private List<String> answers() {
    var transactions = database.database().transactions();
    var commits = new Commits(transactions);
    var router = new ApiRouter();
    new DesiredRoutes(transactions, commits, fixture.seal, _ -> {}).mount(router);
    new SourceRoutes(transactions, commits).mount(router);
    new AuditTrailRoutes(transactions).mount(router);
    var answers = new ArrayList<String>();
    for (var route : router.routes()) {
      var ref = route.path().contains("/groups/") ? "Default" : "one0";
      var params = Map.of("ref", ref, "type", "user", "name", "u1", "source", "keystone");
      if (route.method() == HttpMethod.GET) {
        answers.add(answer(route.endpoint().handle(request(route.path(), params))));
      } else {
        var refused =
            catchThrowable(() -> {
              var _ = route.endpoint().handle(request(route.path(), params));
            });
        answers.add(String.valueOf(refused));
        if (refused instanceof RefusedException no) {
          answers.add(String.valueOf(no.error().detail()));
        }
      }
    }
    assertThat(answers)
        .as("users are shown, without their secrets")
        .anyMatch(a -> a.contains("u1"));
    return answers;
  }

  private static String answer(Answer answer) {
    return answer instanceof Answer.Json json
        ? new String(Json.bytes(json.body()), StandardCharsets.UTF_8)
        : answer.toString();
  }

  private Request request(String path, Map<String, String> params) {
    return new Request(
        HttpMethod.GET,
        path,
        params,
        Map.of(),
        Map.of(),
        new Caller("ada", "admin", Set.of("admin"), "127.0.0.1"),
        "req-" + requests.incrementAndGet(),
        new Body("application/yaml", new byte[0]));
  }

  /** Texts of the values that hold a secret on its way, and of what goes wrong with them. */
  private List<String> texts(String secret) {
    var key = new ItemKey("user", "u1");
    var payload = Payload.of(secret);
    var sealed = fixture.seal.seal(Kind.IDENTITY, key, payload);
    var elsewhere =
        catchThrowable(() -> {
          var _ = fixture.seal.open(Kind.IDENTITY, new ItemKey("user", "u2"), sealed);
        });
    return List.of(
        payload.toString(),
        new WantedItem(key, payload, new Revision(1)).toString(),
        new SiteWrite.Upsert(key, payload).toString(),
        identity(secret).toString(),
        elsewhere.toString());
  }

  /** Neither in clear, nor as a database or a log would show bytes. */
  private static void assertNone(String where, List<String> secrets, List<String> texts) {
    for (var secret : secrets) {
      var bytes = secret.getBytes(StandardCharsets.UTF_8);
      var forms =
          List.of(
              secret,
              HexFormat.of().formatHex(bytes),
              Base64.getEncoder().withoutPadding().encodeToString(bytes).substring(0, 20));
      for (var form : forms) {
        assertThat(texts.stream().filter(text -> text.contains(form)).limit(1).toList())
            .as("%s with %s", where, form)
            .isEmpty();
      }
    }
  }
}

package io.murmuration.central.subcloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.murmuration.central.api.ApiRouter;
import io.murmuration.central.api.Caller;
import io.murmuration.central.api.Credentials;
import io.murmuration.central.api.Feature;
import io.murmuration.central.api.Identities;
import io.murmuration.central.api.ServiceUrl;
import io.murmuration.central.api.http.RestMetrics;
import io.murmuration.central.api.http.RestPorts;
import io.murmuration.central.api.http.RestServer;
import io.murmuration.central.certificate.MasterKey;
import io.murmuration.central.certificate.MasterKeys;
import io.murmuration.central.certificate.Sealer;
import io.murmuration.central.cluster.ChangeReader;
import io.murmuration.central.cluster.LiveImage;
import io.murmuration.central.group.GroupRoutes;
import io.murmuration.central.phased.PhasedRoutes;
import io.murmuration.central.store.Commits;
import io.murmuration.central.store.DatabaseFailures;
import io.murmuration.central.store.InventoryQueue;
import io.murmuration.central.subcloud.bootstrap.SystemController;
import io.murmuration.central.subcloud.listing.FleetImage;
import io.murmuration.central.subcloud.listing.ReadRow;
import io.murmuration.central.subcloud.listing.RowSource;
import io.murmuration.central.subcloud.net.IpAddress;
import io.murmuration.central.subcloud.net.IpNetwork;
import io.murmuration.central.subcloud.net.IpRange;
import io.murmuration.central.subcloud.stored.DocumentSealer;
import io.murmuration.central.testing.RestFixture;
import io.murmuration.central.testing.ReversingSeal;
import io.murmuration.central.testing.contract.CheckedHttp;
import io.murmuration.schema.testing.TestDatabase;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.sync.model.Digest;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.port.Digester;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * The inventory behind a real HTTP server on a real database. A token's text is its roles, joined
 * by commas. Closing it fails if anything in it was a bug instead of an answer.
 */
public final class TestHub implements AutoCloseable {
  public static final String ADMIN = "admin,member,reader";

  static final String YAML =
      """
      name: %s
      system_mode: simplex
      management_subnet: 10.%d.0.0/24
      management_start_address: 10.%d.0.2
      management_end_address: 10.%d.0.50
      management_gateway_address: 10.%d.0.1
      systemcontroller_gateway_address: 192.168.204.101
      external_oam_subnet: 172.16.0.0/24
      external_oam_gateway_address: 172.16.0.1
      external_oam_floating_address: 172.16.0.12
      """;

  /** The incarnation of the node that all this is. */
  static final UUID NODE = UUID.randomUUID();

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final TestDatabase database = TestDatabase.fresh();
  private final CheckedHttp http = CheckedHttp.ofHub();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final AtomicInteger nudges = new AtomicInteger();
  private final AtomicInteger rowReads = new AtomicInteger();
  private final AtomicInteger networks = new AtomicInteger();
  private final List<SubcloudId> toldOfDeletion = Collections.synchronizedList(new ArrayList<>());
  private final List<Error> bugs = Collections.synchronizedList(new ArrayList<>());
  private volatile boolean rowsAreAway;
  private volatile List<String> missingDeployFiles = List.of();
  private final LiveImage live = new LiveImage(NODE, System::nanoTime);
  private final ChangeReader reader;
  private final RestServer server;

  public TestHub() {
    this((_, _) -> List.of());
  }

  /**
   * @param more features to serve beside subclouds and groups
   */
  public TestHub(BiFunction<Transactions, Commits, List<Feature>> more) {
    var transactions = database.database().transactions();
    var workers = RestFixture.settings().limits().workers();
    var commits = new Commits(transactions, InventoryQueue.among(workers));
    var router = new ApiRouter();
    new GroupRoutes(transactions, commits, nudges::incrementAndGet).mount(router);
    reader =
        ChangeReader.start(
            transactions,
            new NoDigests(),
            new ReversingSeal(),
            ChangeReader.Timing.USUAL,
            System::nanoTime,
            (where, bug) -> bugs.add(new AssertionError(where, bug)));
    var fleet =
        FleetImage.following(
            reader, live, new CountedRows(transactions), UUID.randomUUID(), System::nanoTime);
    var inventory =
        Inventory.open(
            controller(),
            new Inventory.Ports(
                transactions,
                commits,
                UUID::randomUUID,
                sealer(),
                (_, _) -> missingDeployFiles,
                List.of((_, id) -> toldOfDeletion.add(id)),
                nudges::incrementAndGet,
                fleet));
    inventory.routes().mount(router);
    new PhasedRoutes(transactions, inventory.creation()).mount(router);
    more.apply(transactions, commits).forEach(feature -> feature.mount(router));
    server =
        RestServer.start(
            RestFixture.settings(),
            router,
            new RestPorts(
                new RolesAsToken(),
                DatabaseFailures::answer,
                (where, bug) -> bugs.add(new AssertionError(where, bug)),
                new RestMetrics(meters),
                () -> "req-" + UUID.randomUUID()));
  }

  private static DocumentSealer sealer() {
    try {
      var random = new SecureRandom();
      var directory = Files.createTempDirectory("test-hub");
      MasterKey.generate(directory, random);
      var sealer = new Sealer(MasterKeys.read(directory), random);
      return (id, document, content) -> sealer.seal(document, Math.toIntExact(id.value()), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SystemController controller() {
    return new SystemController(
        "25.09",
        Set.of("24.09"),
        "RegionOne",
        List.of(
            new SystemController.Pool(
                IpNetwork.parse("192.168.204.0/24").orElseThrow(),
                new IpRange(
                    IpAddress.parse("192.168.204.2").orElseThrow(),
                    IpAddress.parse("192.168.204.100").orElseThrow()))));
  }

  /** An answer; the body as text and, if it is JSON, as a tree. */
  public record Reply(int status, String body) {
    public JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new IllegalStateException("no JSON: " + body, e);
      }
    }
  }

  public Reply get(String path, String... headers) {
    return send("GET", path, ADMIN, null, null, headers);
  }

  /** The answer as it came, packed or not. */
  public HttpResponse<byte[]> fetch(String path, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .timeout(PATIENCE)
            .header("X-Auth-Token", ADMIN)
            .GET();
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return http.fetch(request.build());
    } catch (IOException e) {
      throw new IllegalStateException("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  public Reply delete(String path, String... headers) {
    return send("DELETE", path, ADMIN, null, null, headers);
  }

  public Reply json(String method, String path, String body) {
    return send(method, path, ADMIN, "application/json", body);
  }

  public Reply patch(String path, Map<String, String> fields, String... headers) {
    return patchAs(ADMIN, path, fields, headers);
  }

  public Reply patchAs(String roles, String path, Map<String, String> fields, String... headers) {
    return form("PATCH", path, roles, fields, Map.of(), headers);
  }

  public Reply create(String yaml, Map<String, String> fields) {
    return form("POST", "/v1.0/subclouds", ADMIN, fields, Map.of("bootstrap_values", yaml));
  }

  public Reply form(
      String method,
      String path,
      String roles,
      Map<String, String> fields,
      Map<String, String> files,
      String... headers) {
    var body = new StringBuilder();
    fields.forEach((name, value) ->
        body.append("--b0\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n".formatted(name))
            .append(value)
            .append("\r\n"));
    files.forEach((name, content) ->
        body.append(
                "--b0\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"/home/op/f\"\r\n\r\n"
                    .formatted(name))
            .append(content)
            .append("\r\n"));
    body.append("--b0--\r\n");
    return send(method, path, roles, "multipart/form-data; boundary=b0", body.toString(), headers);
  }

  public Reply send(
      String method,
      String path,
      String roles,
      @Nullable String contentType,
      @Nullable String body,
      String... headers) {
    var bytes = body == null ? null : body.getBytes(StandardCharsets.UTF_8);
    return sendBytes(method, path, roles, contentType, bytes, headers);
  }

  public Reply sendBytes(
      String method,
      String path,
      String roles,
      @Nullable String contentType,
      byte @Nullable [] body,
      String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .timeout(PATIENCE)
            .header("X-Auth-Token", roles)
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    if (contentType != null) {
      request.header("Content-Type", contentType);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Reply(response.statusCode(), response.body());
    } catch (IOException e) {
      throw new IllegalStateException("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Adds a subcloud with a network of its own; returns its id. */
  public int added(String name) {
    return added(name, Map.of());
  }

  public int added(String name, Map<String, String> more) {
    Map<String, String> fields = new LinkedHashMap<>(Map.of("sysadmin_password", "dGVzdHBhc3M="));
    fields.putAll(more);
    var reply = create(yaml(name), fields);
    if (reply.status() != 200) {
      throw new IllegalStateException(reply.toString());
    }
    return reply.json().get("id").asInt();
  }

  /** Valid bootstrap values with a network that no other call got. */
  public String yaml(String name) {
    int net = networks.incrementAndGet();
    return YAML.formatted(name, net, net, net, net);
  }

  /** A subcloud that was deployed and is connected. */
  public int online(String name) {
    int id = added(name);
    deployStatus(id, "complete");
    sql("UPDATE agent_session SET availability = 'online' WHERE subcloud_id = " + id);
    return id;
  }

  public void deployStatus(int id, String status) {
    sql("UPDATE subcloud SET deploy_status = '%s' WHERE id = %d".formatted(status, id));
  }

  /** Writes behind the hub's back; the revision that has no change tells its nodes to look. */
  public void sql(String statement) {
    database.execute(statement);
    database.execute("UPDATE hub SET seq = seq + 1");
  }

  public long count(String query) {
    return database
        .database()
        .transactions()
        .inTx(tx -> tx.sql().fetchSingle("SELECT count(*) FROM " + query).get(0, Long.class));
  }

  public String text(String query) {
    return database
        .database()
        .transactions()
        .inTx(tx -> String.valueOf(tx.sql().fetchSingle(query).get(0)));
  }

  /** How often rows of subclouds were read for reads. */
  public int rowReads() {
    return rowReads.get();
  }

  /** As if the database went away after each read index and before the rows are read. */
  public void rowsAreAway(boolean away) {
    rowsAreAway = away;
  }

  /** What sessions of this node have committed. */
  public LiveImage live() {
    return live;
  }

  public TestDatabase database() {
    return database;
  }

  /** From now on these are the deploy files that no release has. */
  public void lackDeployFiles(String... options) {
    missingDeployFiles = List.of(options);
  }

  public int nudges() {
    return nudges.get();
  }

  public List<SubcloudId> toldOfDeletion() {
    return List.copyOf(toldOfDeletion);
  }

  @Override
  public void close() {
    http.close();
    server.close();
    reader.close();
    database.close();
    if (!bugs.isEmpty()) {
      throw bugs.getFirst();
    }
  }

  private static final class RolesAsToken implements Identities {
    @Override
    public Optional<Caller> identify(Credentials credentials, String address) {
      return Optional.of(
          new Caller("op", "admin", Set.of(credentials.token().split(",")), address));
    }

    @Override
    public String uri(ServiceUrl reached) {
      return "http://localhost";
    }
  }

  private final class CountedRows implements RowSource {
    private final RowSource rows;

    CountedRows(Transactions transactions) {
      this.rows = new SubcloudRows(transactions);
    }

    @Override
    public List<ReadRow> all() {
      rowReads.incrementAndGet();
      return rows.all();
    }

    @Override
    public List<ReadRow> of(Collection<SubcloudId> ids) {
      rowReads.incrementAndGet();
      if (rowsAreAway) {
        throw new DataAccessException(
            "planted", new SQLTransientConnectionException("the server is gone"));
      }
      return rows.of(ids);
    }
  }

  /** Nothing that is desired is looked into here. */
  private static final class NoDigests implements Digester {
    @Override
    public int keyId() {
      return 1;
    }

    @Override
    public Digest item(Kind kind, ItemKey key, Payload payload) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Digest root(Kind kind, SortedMap<ItemKey, Digest> items) {
      throw new UnsupportedOperationException();
    }

    @Override
    public SortedMap<String, Digest> types(Kind kind, SortedMap<ItemKey, Digest> items) {
      throw new UnsupportedOperationException();
    }
  }
}

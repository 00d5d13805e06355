package io.murmuration.central.enrolment;

import static io.murmuration.schema.jooq.Tables.AGENT_SESSION;
import static io.murmuration.schema.jooq.Tables.SUBCLOUD;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.murmuration.central.api.Answer;
import io.murmuration.central.api.ApiRouter;
import io.murmuration.central.api.Body;
import io.murmuration.central.api.Caller;
import io.murmuration.central.api.HttpMethod;
import io.murmuration.central.api.Json;
import io.murmuration.central.api.Request;
import io.murmuration.central.certificate.TestAgent;
import io.murmuration.central.certificate.TestAuthority;
import io.murmuration.central.enrolment.listener.EnrolmentServer;
import io.murmuration.central.enrolment.listener.EnrolmentSettings;
import io.murmuration.central.store.Commits;
import io.murmuration.central.testing.contract.ApiContract;
import io.murmuration.central.testing.contract.Seen;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.sync.model.SubcloudId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** A hub that enrols: real database, real listener, and the REST side without HTTP. */
public final class EnrolmentWorld implements AutoCloseable {
  private static final Caller ADMIN = new Caller("alice", "admin", Set.of("admin"), "192.0.2.1");

  public final TestAuthority authority = new TestAuthority();
  public final Transactions transactions = authority.database.database().transactions();

  /** The last change that a nudged reader would have found, nudge by nudge. */
  public final List<String> nudgedAt = new CopyOnWriteArrayList<>();

  private final Commits commits = new Commits(transactions);
  private final ApiRouter router = new ApiRouter();
  private final EnrolmentServer server;

  public EnrolmentWorld() {
    var clock = authority.clock;
    var tokens = new TokenService(transactions, commits, clock, authority.random);
    new TokenRoutes(tokens, authority.ca).mount(router);
    new EnrolmentRoutes(new EnrolmentService(transactions, commits, clock, this::nudged))
        .mount(router);
    server =
        EnrolmentServer.start(
            new EnrolmentSettings(
                new InetSocketAddress("127.0.0.1", 0),
                List.of("hub.example:8121"),
                EnrolmentSettings.DEFAULT_IN_FLIGHT,
                Duration.ofSeconds(30),
                1000),
            authority.tls,
            authority.ca,
            new Enroller(
                transactions,
                authority.ca,
                authority.settings,
                clock,
                UUID::randomUUID,
                this::nudged),
            new Renewer(transactions, authority.ca, authority.settings, clock),
            clock);
  }

  private void nudged() {
    nudgedAt.add(query("SELECT what || ' ' || scope_id FROM change ORDER BY seq DESC LIMIT 1"));
  }

  public int port() {
    return server.port();
  }

  public TestAgent newAgent() {
    return new TestAgent(authority.ca);
  }

  /** A deployed-by-nobody subcloud with its status rows. */
  public SubcloudId subcloud(String name) {
    int id =
        transactions.inTx(tx -> {
          int row =
              tx.sql()
                  .insertInto(SUBCLOUD)
                  .set(SUBCLOUD.NAME, name)
                  .set(SUBCLOUD.SOFTWARE_VERSION, "25.09")
                  .set(SUBCLOUD.DEPLOY_STATUS, "not-deployed")
                  .set(SUBCLOUD.REGION_NAME, UUID.randomUUID().toString())
                  .set(SUBCLOUD.MANAGEMENT_SUBNET, "192.0.2.0/24")
                  .set(SUBCLOUD.MANAGEMENT_GATEWAY_IP, "192.0.2.1")
                  .set(SUBCLOUD.MANAGEMENT_START_IP, "192.0.2.2")
                  .set(SUBCLOUD.MANAGEMENT_END_IP, "192.0.2.9")
                  .set(SUBCLOUD.SYSTEMCONTROLLER_GATEWAY_IP, "198.51.100.1")
                  .set(SUBCLOUD.EXTERNAL_OAM_SUBNET_IP_FAMILY, "4")
                  .returningResult(SUBCLOUD.ID)
                  .fetchSingle()
                  .value1();
          tx.sql()
              .execute(
                  "INSERT INTO subcloud_status (subcloud_id, endpoint_type, sync_status)"
                      + " VALUES (?, 'platform', 'in-sync')",
                  row);
          return row;
        });
    return new SubcloudId(id);
  }

  /** As if an agent's stream had been claimed by a node. */
  public void connect(SubcloudId subcloud, UUID node, long epoch) {
    transactions.runInTx(tx ->
        tx.sql()
            .insertInto(AGENT_SESSION)
            .set(AGENT_SESSION.SUBCLOUD_ID, Math.toIntExact(subcloud.value()))
            .set(AGENT_SESSION.EPOCH, epoch)
            .set(AGENT_SESSION.INCARNATION, node)
            .set(AGENT_SESSION.AVAILABILITY, "online")
            .execute());
  }

  /** What the deletion of a subcloud does, as far as enrolment is concerned. */
  public void delete(SubcloudId subcloud) {
    transactions.runInTx(tx -> {
      new Revocations().revoke(tx, subcloud, "subcloud deleted");
      tx.sql()
          .deleteFrom(SUBCLOUD)
          .where(SUBCLOUD.ID.eq(Math.toIntExact(subcloud.value())))
          .execute();
    });
  }

  /** Orders a token over REST. */
  @SuppressWarnings("unchecked")
  public String token(SubcloudId subcloud) {
    var answer =
        ok(HttpMethod.POST, "/v1.0/enrolment-tokens", "{\"subcloud\":" + subcloud.value() + "}");
    var tokens = (List<Map<String, String>>) answer.get("tokens");
    return Objects.requireNonNull(Objects.requireNonNull(tokens).getFirst().get("token"));
  }

  /** A successful call; the answer as JSON maps and lists. */
  public Map<String, Object> ok(HttpMethod method, String path, String body) {
    var json = call(method, path, body);
    if (!(json instanceof Answer.Json(var status, var value, _)) || status != 200) {
      throw new AssertionError("not 200: " + json);
    }
    return value == null ? Map.of() : parse(Json.bytes(value));
  }

  private static Map<String, Object> parse(byte[] json) {
    try {
      return new JsonMapper().readValue(json, new TypeReference<Map<String, Object>>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Answer call(HttpMethod method, String path, String body) {
    for (var route : router.routes()) {
      int variable = route.path().indexOf("/:");
      String fixed = variable < 0 ? route.path() : route.path().substring(0, variable + 1);
      boolean matches = variable < 0 ? path.equals(fixed) : path.startsWith(fixed);
      if (route.method() == method && matches) {
        var params =
            variable < 0
                ? Map.<String, String>of()
                : Map.of(route.path().substring(variable + 2), path.substring(fixed.length()));
        var request =
            new Request(
                method,
                path,
                params,
                Map.of(),
                Map.of(),
                ADMIN,
                "req-" + UUID.randomUUID(),
                new Body("application/json", body.getBytes(StandardCharsets.UTF_8)));
        var answer = route.endpoint().handle(request);
        if (answer instanceof Answer.Json json) {
          ApiContract.check(Seen.of(method, path, json));
        }
        return answer;
      }
    }
    throw new AssertionError("no route " + method + " " + path);
  }

  /** One value of one row, as text. */
  public String query(String sql, Object... parameters) {
    return transactions.inTx(tx -> String.valueOf(tx.sql().fetchValue(sql, parameters)));
  }

  @Override
  public void close() {
    server.close();
    authority.close();
  }
}

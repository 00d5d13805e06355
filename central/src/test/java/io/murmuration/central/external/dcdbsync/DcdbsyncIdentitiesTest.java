package io.murmuration.central.external.dcdbsync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.murmuration.central.external.keystone.KeystoneSettings;
import io.murmuration.central.external.keystonedb.KeystoneDatabaseSettings;
import io.murmuration.central.external.keystonedb.KeystoneTablesRepository;
import io.murmuration.central.identity.IdentityOrigin.Reading;
import io.murmuration.central.identity.OriginAwayException;
import io.murmuration.schema.testing.KeystoneDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A dcdbsync and a Keystone over HTTP that say what the tables of a real schema hold. */
@Tag("database")
@Timeout(60)
class DcdbsyncIdentitiesTest {
  private static final Duration KEPT = Duration.ofMinutes(90);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** dcdbsync's lists, as PostgreSQL can say them; moments as Python prints them. */
  private static final Map<String, String> LISTS =
      Map.of(
          "/v1.0/identity/users",
          """
          SELECT coalesce(jsonb_agg(jsonb_build_object(
            'user', to_jsonb(u) || jsonb_build_object('created_at', to_char(u.created_at, 'YYYY-MM-DD HH24:MI:SS.US')),
            'local_user', to_jsonb(l),
            'password', (SELECT coalesce(jsonb_agg(to_jsonb(p) || jsonb_build_object('created_at', to_char(p.created_at, 'YYYY-MM-DD HH24:MI:SS'))), '[]') FROM password p WHERE p.local_user_id = l.id),
            'user_option', (SELECT coalesce(jsonb_agg(to_jsonb(o)), '[]') FROM user_option o WHERE o.user_id = u.id))), '[]')
          FROM "user" u JOIN local_user l ON l.user_id = u.id
          """,
          "/v1.0/identity/groups",
          """
          SELECT coalesce(jsonb_agg(jsonb_build_object('group', to_jsonb(g), 'local_user_ids',
            (SELECT coalesce(jsonb_agg(m.user_id ORDER BY m.user_id), '[]') FROM user_group_membership m WHERE m.group_id = g.id))), '[]')
          FROM "group" g
          """,
          "/v1.0/identity/projects",
          "SELECT coalesce(jsonb_agg(jsonb_build_object('project', to_jsonb(t))), '[]') FROM"
              + " project t",
          "/v1.0/identity/roles",
          "SELECT coalesce(jsonb_agg(jsonb_build_object('role', to_jsonb(t))), '[]') FROM role t",
          "/v1.0/identity/token-revocation-events/",
          """
          SELECT coalesce(jsonb_agg(jsonb_build_object('revocation_event', to_jsonb(t) || jsonb_build_object(
            'issued_before', to_char(t.issued_before, 'YYYY-MM-DD HH24:MI:SS.US'),
            'revoked_at', to_char(t.revoked_at, 'YYYY-MM-DD HH24:MI:SS.US')))), '[]')
          FROM revocation_event t
          """,
          "/v3/regions",
          "SELECT jsonb_build_object('regions', jsonb_agg(jsonb_build_object('id', id))) FROM"
              + " region",
          "/v3/role_assignments",
          """
          SELECT jsonb_build_object('role_assignments', coalesce(jsonb_agg(jsonb_build_object(
            'role', jsonb_build_object('id', role_id),
            CASE WHEN type::text LIKE 'User%' THEN 'user' ELSE 'group' END, jsonb_build_object('id', actor_id),
            'scope', jsonb_build_object(CASE WHEN type::text LIKE '%Domain' THEN 'domain' ELSE 'project' END, jsonb_build_object('id', target_id))
              || CASE WHEN inherited THEN '{"OS-INHERIT:inherited_to": "projects"}'::jsonb ELSE '{}' END)), '[]'))
          FROM assignment
          """);

  @AutoClose private final KeystoneDatabase keystone = KeystoneDatabase.fresh();
  private final Map<String, String> instead = new ConcurrentHashMap<>();
  @TempDir private Path directory;
  private HttpServer server;
  private DcdbsyncIdentities identities;

  @BeforeEach
  void open() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    var base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    var password = Files.writeString(directory.resolve("password"), "s3cret\n");
    var user =
        new KeystoneSettings(
            base.resolve("/v3"), "dcmanager", "services", "Default", password, TIMEOUT, 4);
    identities =
        new DcdbsyncIdentities(
            new DcdbsyncSettings(base, user, TIMEOUT, KEPT),
            InstantSource.system(),
            System::nanoTime);
    keystone
        .domain("d1", "partners")
        .project("p1", "tenant", "d1", "d1")
        .role("r1", "observer")
        .role("x3", "ResellerAdmin")
        .user("u1", "alice", "$2b$alice")
        .password("u1", "$2b$newer")
        .option("u1", "1001", "true")
        .user("x1", "dcorch", "$2b$x")
        .user("x2", "cinderRegionOne", "$2b$x")
        .group("g1", "observers", "u1", "x1")
        .assign("UserProject", "u1", "p1", "r1")
        .assign("GroupProject", "g1", "p1", "r1")
        .assign("UserProject", "u1", "p1", "x3")
        .assign("UserProject", "x1", "p1", "r1")
        .assign("UserDomain", "u1", "d1", "r1")
        .execute(
            """
            UPDATE assignment SET inherited = true WHERE actor_id = 'g1';
            INSERT INTO revocation_event (user_id, issued_before, revoked_at)
            VALUES ('u1', timezone('utc', now()), timezone('utc', now())),
                   ('u1', '2026-01-01 00:00:00.5', '2026-01-01 00:00:00.5');
            INSERT INTO revocation_event (audit_id, issued_before, revoked_at)
            VALUES ('a1', date_trunc('second', timezone('utc', now())), timezone('utc', now()));
            """);
  }

  @AfterEach
  void close() {
    identities.close();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath();
      boolean login = path.equals("/v3/auth/tokens");
      if (login) {
        exchange.getResponseHeaders().add("X-Subject-Token", "t");
      }
      var body =
          login
              ? "{}"
              : instead.containsKey(path)
                  ? instead.get(path)
                  : keystone.column(LISTS.getOrDefault(path, "SELECT")).getFirst();
      var bytes = body.getBytes(UTF_8);
      exchange.sendResponseHeaders(login ? 201 : 200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private Reading read() throws OriginAwayException {
    return identities.read(Optional.empty()).orElseThrow();
  }

  @Test
  void theItemsAreThoseThatTheTablesGive() throws Exception {
    var database = keystone.settings();
    var file = Files.writeString(directory.resolve("database"), database.password() + "\n");
    var tables =
        new KeystoneTablesRepository(
                new KeystoneDatabaseSettings(database.url(), database.user(), file, TIMEOUT, KEPT))
            .read(Optional.empty())
            .orElseThrow();
    assertThat(tables.items()).hasSizeGreaterThan(8);
    assertThat(read().items()).isEqualTo(tables.items());
    assertThat(read().toString()).doesNotContain("$2b$");
  }

  @Test
  void anUnchangedKeystoneGivesNothingAndAChangedOneEverything() throws Exception {
    var version = Optional.of(read().version());
    assertThat(identities.read(version)).isEmpty();
    keystone.password("u1", "$2b$newest");
    assertThat(identities.read(version)).isPresent();
  }

  @Test
  void aListThatIsNotWholeIsNoReading() {
    for (var wrong :
        new String[] {"{\"role_assignments\":[],\"truncated\":true}", "{}", "<html>", "[]"}) {
      instead.put("/v3/role_assignments", wrong);
      assertThatThrownBy(this::read)
          .isInstanceOf(OriginAwayException.class)
          .hasMessageContaining("/v3/role_assignments");
    }
  }
}

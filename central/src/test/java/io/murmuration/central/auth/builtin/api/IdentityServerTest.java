package io.murmuration.central.auth.builtin.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.murmuration.central.api.Credentials;
import io.murmuration.central.api.ServiceUrl;
import io.murmuration.central.api.http.FailureLimit;
import io.murmuration.central.auth.CacheSettings;
import io.murmuration.central.auth.builtin.BuiltinIdentities;
import io.murmuration.central.auth.builtin.FileUsers;
import io.murmuration.central.auth.builtin.PasswordCheck;
import io.murmuration.central.auth.builtin.Passwords;
import io.murmuration.central.auth.builtin.Tokens;
import io.murmuration.central.testing.RecordingFaults;
import io.murmuration.schema.testing.TestDatabase;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("database")
class IdentityServerTest {
  private static final int MOST_FAILURES = 5;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final String HASH = Passwords.hash("s3cret", new SecureRandom());
  private static final CacheSettings CACHE =
      new CacheSettings(100, Duration.ofSeconds(60), Duration.ofSeconds(5));

  @AutoClose private final TestDatabase database = TestDatabase.fresh();
  @AutoClose private final HttpClient client = HttpClient.newHttpClient();
  @TempDir private Path directory;
  private final RecordingFaults faults = new RecordingFaults();
  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private Node one;
  private Node two;

  /** What one node of the hub has of the service. */
  private record Node(IdentityServer server, BuiltinIdentities identities, Tokens tokens) {}

  @BeforeEach
  void start() throws IOException {
    users("ann", "admin: [admin]");
    one = node();
    two = node();
  }

  @AfterEach
  void stop() {
    one.server().close();
    two.server().close();
    faults.assertNone();
  }

  private void users(String name, String roles) throws IOException {
    Files.writeString(
        directory.resolve("users.yaml"),
        """
        users:
          - {name: %s, password: "%s", roles: {%s}}
          - {name: bob, password: "%s", roles: {services: [operator]}}
          - {name: off, password: "%s", enabled: false, roles: {admin: [admin]}}
        """
            .formatted(name, HASH, roles, HASH, HASH));
  }

  private Node node() {
    var users = new FileUsers(directory.resolve("users.yaml"));
    var tokens =
        new Tokens(
            database.database().transactions(),
            users,
            Duration.ofHours(1),
            now::get,
            new SecureRandom());
    var identities =
        new BuiltinIdentities(tokens, CACHE, now::get, () -> 0, reached -> reached.text() + "/v3");
    var server =
        IdentityServer.start(
            new IdentitySettings("127.0.0.1", 0, "SystemController", null, null, 20, 10),
            new IdentityServer.Parts(
                users,
                new PasswordCheck(users, 2, new FailureLimit(MOST_FAILURES, now::get)),
                tokens,
                identities::revoked),
            () -> ServiceUrl.http("0.0.0.0", 8119),
            faults);
    return new Node(server, identities, tokens);
  }

  private static String logIn(String user, String password, String scope) {
    return """
    {"auth": {"identity": {"methods": ["password"], "password": {"user":
      {"name": "%s", "domain": {"name": "Default"}, "password": "%s"}}}%s}}
    """
        .formatted(user, password, scope.isEmpty() ? "" : ", \"scope\": " + scope);
  }

  private static String project(String name) {
    return "{\"project\": {\"name\": \"%s\", \"domain\": {\"id\": \"default\"}}}".formatted(name);
  }

  private HttpRequest.Builder request(Node node, String path) {
    return HttpRequest.newBuilder(URI.create(node.server().url().text() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private HttpResponse<String> post(String body) {
    return send(request(one, "/v3/auth/tokens").POST(BodyPublishers.ofString(body)));
  }

  private String token(String user, String project) {
    var response = post(logIn(user, "s3cret", project(project)));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    return response.headers().firstValue("X-Subject-Token").orElseThrow();
  }

  private HttpResponse<String> about(Node node, String method, String asker, String subject) {
    return send(
        request(node, "/v3/auth/tokens")
            .header("X-Auth-Token", asker)
            .header("X-Subject-Token", subject)
            .method(method, BodyPublishers.noBody()));
  }

  private static JsonNode json(HttpResponse<String> response) {
    try {
      return new ObjectMapper().readTree(response.body());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anAddressWithTooManyWrongPasswordsWaitsAMinute() {
    for (int i = 0; i < MOST_FAILURES; i++) {
      assertThat(post(logIn("ann", "wrong" + i, "")).statusCode()).isEqualTo(401);
    }
    var refused = post(logIn("ann", "s3cret", ""));
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(json(refused).at("/error/message").asText()).contains("Too many wrong log-ins");
    now.set(START.plus(Duration.ofMinutes(1)));
    assertThat(post(logIn("ann", "s3cret", "")).statusCode()).isEqualTo(201);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET / HTTP/1.1\\r\\nHost: a\\r\\n: nameless\\r\\n\\r\\n | 400 | without a name",
        "GET / HTTP/3.7\\r\\nHost: a\\r\\n\\r\\n | 400 | expected: HTTP/1.1",
      })
  void whatIsNoHttpIsRefusedInWordsAndEndsTheConnection(String head, int status, String words)
      throws IOException {
    var url = URI.create(one.server().url().text());
    try (var socket = new Socket(url.getHost(), url.getPort())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(head.replace("\\r\\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 " + status).contains(words);
    }
  }

  @Test
  void clientsFindTheVersionBeforeTheyLogIn() {
    var base = one.server().url().text();
    var root = send(request(one, "/"));
    assertThat(root.statusCode()).isEqualTo(300);
    var version = json(root).at("/versions/values/0");
    assertThat(version.path("id").asText()).startsWith("v3.");
    assertThat(version.path("status").asText()).isEqualTo("stable");
    assertThat(version.at("/links/0/href").asText()).isEqualTo(base + "/v3/");
    assertThat(json(send(request(one, "/v3/"))).at("/version/links/0/href").asText())
        .isEqualTo(base + "/v3/");
  }

  @Test
  void aLogInGivesATokenWithImpliedRolesAndTheCatalog() {
    var response = post(logIn("ann", "s3cret", project("admin")));
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.headers().firstValue("Vary")).contains("X-Auth-Token");
    var token = json(response).path("token");
    assertThat(token.path("roles").findValuesAsText("name"))
        .containsExactly("admin", "member", "reader");
    assertThat(token.at("/project/name").asText()).isEqualTo("admin");
    assertThat(token.at("/project/domain/id").asText()).isEqualTo("default");
    assertThat(token.at("/user/name").asText()).isEqualTo("ann");
    assertThat(token.at("/methods/0").asText()).isEqualTo("password");
    assertThat(token.path("issued_at").asText()).isEqualTo("2026-01-01T00:00:00.000000Z");
    assertThat(token.path("expires_at").asText()).isEqualTo("2026-01-01T01:00:00.000000Z");
    var hub = token.at("/catalog/0");
    assertThat(hub.path("type").asText()).isEqualTo("dcmanager");
    assertThat(hub.findValuesAsText("interface")).containsExactly("internal", "public", "admin");
    assertThat(hub.at("/endpoints/0/region").asText()).isEqualTo("SystemController");
    assertThat(hub.at("/endpoints/0/url").asText()).isEqualTo("http://127.0.0.1:8119/v1.0");
    assertThat(token.at("/catalog/1/type").asText()).isEqualTo("identity");
    assertThat(token.at("/catalog/1/endpoints/0/url").asText())
        .isEqualTo(one.server().url().text() + "/v3");
  }

  @Test
  void aTokenOpensRestOnEveryNode() {
    var token = new Credentials.Keystone(token("ann", "admin"));
    for (var node : new Node[] {one, two}) {
      var caller = node.identities().identify(token, "192.0.2.1").orElseThrow();
      assertThat(caller.user()).isEqualTo("ann");
      assertThat(caller.project()).isEqualTo("admin");
      assertThat(caller.roles()).isEqualTo(Set.of("admin", "member", "reader"));
    }
    assertThat(one.identities().identify(new Credentials.Oidc(token.token()), "")).isEmpty();
    now.set(START.plus(Duration.ofHours(1)));
    assertThat(one.identities().identify(token, "")).as("expired").isEmpty();
    assertThat(about(one, "GET", token("ann", "admin"), token.token()).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "ann, wrong, admin, 401",
    "nobody, s3cret, admin, 401",
    "off, s3cret, admin, 401",
    "ann, s3cret, services, 401",
    "bob, s3cret, services, 201",
  })
  void aWrongLogInTellsNothing(String user, String password, String project, int status) {
    var response = post(logIn(user, password, project(project)));
    assertThat(response.statusCode()).isEqualTo(status);
    if (status == 401) {
      assertThat(json(response).at("/error/code").asInt()).isEqualTo(401);
      assertThat(json(response).at("/error/title").asText()).isEqualTo("Unauthorized");
      assertThat(json(response).at("/error/message").asText())
          .isEqualTo("Name, password, project or token are not right.");
      assertThat(response.headers().firstValue("WWW-Authenticate"))
          .contains("Keystone uri=\"%s/v3\"".formatted(one.server().url().text()));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | 400 | auth (expected: an object)",
        "nonsense | 400 | body",
        "[] | 400 | auth",
        "{\"auth\": {\"identity\": {\"methods\": []}}} | 400 | auth.identity.methods",
        "{\"auth\": {\"identity\": {\"methods\": [\"totp\"]}}} | 401 | password and token",
        "{\"auth\": {\"identity\": {\"methods\": [\"password\"], \"password\": {\"user\": {\"name\": \"ann\", \"password\": \"s3cret\"}}}}} | 400 | domain",
        "{\"auth\": {\"identity\": {\"methods\": [\"password\"], \"password\": {\"user\": {\"password\": \"s3cret\"}}}}} | 400 | an id, or a name",
        "{\"auth\": {\"identity\": {\"methods\": [\"token\"], \"token\": {\"id\": \"x\"}}}} | 401 | not right",
      })
  void whatIsNoLogInIsRefusedInWords(String body, int status, String words) {
    var response = post(body);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(json(response).at("/error/message").asText()).contains(words);
    assertThat(response.body()).doesNotContain("s3cret");
  }

  @Test
  void anUnscopedTokenIsExchangedForOneOfAProjectAndExpiresWithIt() {
    var unscoped = post(logIn("ann", "s3cret", ""));
    var first = unscoped.headers().firstValue("X-Subject-Token").orElseThrow();
    assertThat(json(unscoped).path("token").has("project")).isFalse();
    assertThat(json(unscoped).path("token").has("catalog")).isFalse();
    now.set(START.plus(Duration.ofMinutes(20)));
    var scoped =
        post(
            """
            {"auth": {"identity": {"methods": ["token"], "token": {"id": "%s"}}, "scope": %s}}
            """
                .formatted(first, project("admin")));
    assertThat(scoped.statusCode()).isEqualTo(201);
    assertThat(json(scoped).at("/token/expires_at").asText())
        .isEqualTo("2026-01-01T01:00:00.000000Z");
    assertThat(json(scoped).at("/token/methods").toString()).isEqualTo("[\"password\",\"token\"]");
    var id = json(scoped).at("/token/project/id").asText();
    assertThat(post(logIn("ann", "s3cret", "{\"project\": {\"id\": \"%s\"}}".formatted(id))))
        .extracting(HttpResponse::statusCode)
        .isEqualTo(201);
    assertThat(post(logIn("ann", "s3cret", "{\"system\": {\"all\": true}}")).statusCode())
        .isEqualTo(401);
  }

  @Test
  void whoMayAskAboutAToken() {
    var ann = token("ann", "admin");
    var bob = token("bob", "services");
    assertThat(about(two, "GET", bob, bob).statusCode()).isEqualTo(200);
    assertThat(json(about(two, "GET", ann, bob)).at("/token/user/name").asText()).isEqualTo("bob");
    assertThat(about(two, "GET", bob, ann).statusCode()).isEqualTo(403);
    assertThat(about(two, "DELETE", bob, ann).statusCode()).isEqualTo(403);
    assertThat(about(two, "GET", ann, "unknown").statusCode()).isEqualTo(404);
    assertThat(about(two, "GET", bob, "unknown").statusCode()).isEqualTo(403);
    assertThat(about(two, "GET", "unknown", ann).statusCode()).isEqualTo(401);
    var head = about(two, "HEAD", ann, bob);
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    var brief =
        send(
            request(one, "/v3/auth/tokens?nocatalog")
                .header("X-Auth-Token", ann)
                .header("X-Subject-Token", ann));
    assertThat(json(brief).path("token").has("catalog")).isFalse();
  }

  @Test
  void aRevokedTokenIsRefusedAtOnceHereAndByTheOthersWhenTheyAskAgain() {
    var ann = token("ann", "admin");
    var token = new Credentials.Keystone(ann);
    assertThat(one.identities().identify(token, "")).isPresent();
    assertThat(about(one, "DELETE", ann, ann).statusCode()).isEqualTo(204);
    assertThat(one.identities().identify(token, "")).isEmpty();
    assertThat(two.identities().identify(token, "")).isEmpty();
    assertThat(about(two, "GET", ann, ann).statusCode()).isEqualTo(401);
  }

  @Test
  void aTokenEndsWithItsUsersPasswordAndRoles() throws IOException {
    var ann = token("ann", "admin");
    users("ann", "admin: [reader]");
    assertThat(one.tokens().find(ann).orElseThrow().roles()).isEqualTo(Set.of("reader"));
    users("ann", "services: [reader]");
    assertThat(one.tokens().find(ann)).isEmpty();
    users("ann", "admin: [admin]");
    assertThat(one.tokens().find(ann)).isPresent();
    Files.writeString(
        directory.resolve("users.yaml"),
        "users: [{name: ann, password: \"%s\", roles: {admin: [admin]}}]"
            .formatted(Passwords.hash("new", new SecureRandom())));
    assertThat(one.tokens().find(ann)).isEmpty();
  }

  @Test
  void expiredTokensAreForgottenAndNoneIsStoredInTheClear() {
    var first = token("ann", "admin");
    now.set(START.plus(Duration.ofHours(2)));
    token("ann", "admin");
    var rows =
        database
            .database()
            .transactions()
            .inTx(tx -> tx.sql().fetch("SELECT * FROM identity_token").formatCSV());
    assertThat(rows.lines()).hasSize(2);
    assertThat(rows).doesNotContain(first, "s3cret", "$2b$");
  }

  @Test
  void limitsHaveAnswers() {
    assertThat(post("x".repeat(70_000)).statusCode()).isEqualTo(413);
    assertThat(send(request(one, "/v2.0/tokens")).statusCode()).isEqualTo(404);
    assertThat(send(request(one, "/v3").DELETE()).statusCode()).isEqualTo(405);
  }
}

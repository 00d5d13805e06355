package io.murmuration.central.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.murmuration.central.api.Access;
import io.murmuration.central.api.Answer;
import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.ApiRouter;
import io.murmuration.central.api.HttpMethod;
import io.murmuration.central.api.Multipart;
import io.murmuration.central.api.Problem;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.testing.FormBody;
import io.murmuration.central.testing.RestFixture;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestServerTest {
  @AutoClose private final RestFixture rest = RestFixture.serving(RestServerTest::mount);

  private static void mount(ApiRouter router) {
    router
        .on(
            HttpMethod.GET,
            "/v1.0/things",
            Access.READ,
            _ -> Answer.ok(Map.of("things", List.of())))
        .on(HttpMethod.GET, "/v1.0/things/:ref", Access.READ, r -> Answer.ok(r.param("ref")))
        .on(HttpMethod.GET, "/v1.0/things/special", Access.READ, _ -> Answer.ok("fixed"))
        .on(HttpMethod.DELETE, "/v1.0/things/:ref", Access.ADMIN_CFG, _ -> Answer.ok(null))
        .on(
            HttpMethod.PATCH,
            "/v1.0/things/:ref",
            Access.ADMIN_OPER_CFG,
            r -> fields(r.multipart()))
        .on(HttpMethod.POST, "/v1.0/things", Access.ADMIN_CFG, r -> Answer.ok(r.json()))
        .on(HttpMethod.POST, "/v1.0/echo", Access.ANY_TOKEN, r -> Answer.ok(r.caller().user()))
        .on(HttpMethod.GET, "/v1.0/query", Access.PUBLIC, r -> Answer.ok(r.query("x").orElse("-")))
        .on(HttpMethod.GET, "/v1.0/bug", Access.PUBLIC, _ -> bug())
        .on(HttpMethod.GET, "/v1.0/refused", Access.PUBLIC, _ -> refused());
  }

  private static Answer fields(Multipart form) {
    return Answer.ok(
        Map.of(
            "fields", form.fields(),
            "files", form.files().stream().map(f -> f.name() + "=" + f.text()).toList()));
  }

  private static Answer bug() {
    throw new IllegalStateException("a secret detail");
  }

  private static Answer refused() {
    throw new RefusedException(
        new ApiError.Invalid(
            List.of(new Problem("a", "<1>", "'2'"), new Problem("b", "x", "y", 3, 4))));
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @Test
  void successIsJsonWithoutCharsetAndCarriesTheRequestId() {
    var response = rest.get("/v1.0/things");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"things\":[]}");
    assertThat(header(response, "content-type")).isEqualTo("application/json");
    assertThat(header(response, "x-openstack-request-id")).matches("req-[0-9a-f-]{36}");
  }

  @Test
  void nothingIsTheJsonTextNull() {
    assertThat(rest.delete("/v1.0/things/7").body()).isEqualTo("null");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1.0/things/, 200",
    "/v1.0/things/5/, 200",
    "/v1.0//things, 404",
    "/v1.0/things//, 404",
    "/v1.0/thing, 404",
    "/v1.0/things/5/more, 404",
    "/v1.0, 404",
    "/, 404",
  })
  void aTrailingSlashIsTheSameResourceAndNothingElseIs(String path, int status) {
    assertThat(rest.get(path).statusCode()).isEqualTo(status);
  }

  @Test
  void segmentsAreDecodedAndAFixedOneWins() {
    assertThat(rest.get("/v1.0/things/a%2Fb+c%20d").body()).isEqualTo("\"a/b+c d\"");
    assertThat(rest.get("/v1.0/things/special").body()).isEqualTo("\"fixed\"");
  }

  @Test
  void unknownPathsAndMethodsAreAnsweredBeforeTheTokenIsLookedAt() {
    assertThat(rest.send(rest.request("/v1.0/nope", null).build()).statusCode()).isEqualTo(404);
    var wrongMethod =
        rest.send(rest.request("/v1.0/things", null).PUT(BodyPublishers.noBody()).build());
    assertThat(wrongMethod.statusCode()).isEqualTo(405);
    assertThat(header(wrongMethod, "allow")).isEqualTo("GET, POST");
    var head = rest.request("/v1.0/things", null).method("HEAD", BodyPublishers.noBody()).build();
    assertThat(rest.send(head).statusCode()).isEqualTo(405);
  }

  @Test
  void withoutAValidTokenTheAnswerSaysWhereToGetOne() {
    for (var token : new String[] {null, "", "wrong"}) {
      var response = rest.send(rest.request("/v1.0/things", token).build());
      assertThat(response.statusCode()).isEqualTo(401);
      assertThat(header(response, "www-authenticate"))
          .isEqualTo("Keystone uri=\"http://keystone.example:5000/v3\"");
      assertThat(response.body())
          .contains("Failed to validate access token")
          .doesNotContain("wrong");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', oidc-reader, 200",
    "reader, oidc-stranger, 200",
    "wrong, oidc-reader, 401",
    "'', reader, 401",
    "oidc-reader, '', 401",
    "'', '', 401",
    "'', oidc-stranger, 403",
  })
  void keystoneWinsOverOidc(String keystone, String oidc, int status) {
    var request = rest.request("/v1.0/things", keystone).header("OIDC-Token", oidc).GET().build();
    assertThat(rest.send(request).statusCode()).isEqualTo(status);
  }

  @Test
  void aNoWithoutARightRoleHasNoDetailAndIsGivenBeforeTheBodyIsLookedAt() {
    var request =
        rest.request("/v1.0/things", "reader")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("no json"))
            .build();
    var response = rest.send(request);
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.body().lines().map(String::strip).filter(l -> !l.isEmpty()))
        .containsSubsequence("<h1>403 Forbidden</h1>", "</body>")
        .hasSize(7);
  }

  @Test
  void whereTheIdentityServiceCannotBeAskedTheAnswerIs503InWords() {
    var response = rest.send(rest.request("/v1.0/things", "nobody-knows").build());
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).contains("The identity service does not answer");
    assertThat(header(response, "www-authenticate")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, admin, 200",
    "GET, admin-only, 403",
    "GET, reader, 200",
    "GET, operator, 200",
    "GET, configurator, 200",
    "GET, stranger, 403",
    "DELETE, admin-only, 200",
    "DELETE, reader, 403",
    "DELETE, operator, 403",
    "DELETE, configurator, 200",
    "DELETE, stranger, 403",
    "PATCH, operator, 200",
    "PATCH, reader, 403",
  })
  void rolesAndProjectDecide(String method, String token, int status) {
    var form = new FormBody();
    var request =
        rest.request("/v1.0/things/5", token)
            .header("Content-Type", form.contentType())
            .method(method, BodyPublishers.ofByteArray(form.bytes()))
            .build();
    assertThat(rest.send(request).statusCode()).isEqualTo(status);
  }

  @Test
  void anyTokenIsEnoughWhereNoRoleIsAsked() {
    var request = rest.request("/v1.0/echo", "stranger").POST(BodyPublishers.noBody()).build();
    assertThat(rest.send(request).body()).isEqualTo("\"stranger\"");
  }

  @Test
  void errorPagesHaveTheLinesThatTheCommandLineReads() {
    var response = rest.get("/v1.0/refused");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(header(response, "content-type")).isEqualTo("text/html; charset=UTF-8");
    var body = response.body().replaceAll("(?s).*<body>|</body>.*", "").replaceAll("<[^>]+>", "");
    assertThat(body.lines().map(String::strip).filter(line -> !line.isEmpty()))
        .containsExactly(
            "400 Bad Request",
            "The server could not make sense of this request.",
            "a: &lt;1&gt; (expected: &#x27;2&#x27;)",
            "line 3, column 4: b: x (expected: y)");
  }

  @ParameterizedTest
  @CsvSource({
    "application/json, application/json",
    "application/*, application/json",
    "'application/json, text/html', text/html; charset=UTF-8",
    "'application/json, */*', text/html; charset=UTF-8",
    "text/plain, text/plain; charset=UTF-8",
  })
  void errorsComeInTheShapeTheClientPrefers(String accept, String contentType) {
    var request = rest.request("/v1.0/nope", null).setHeader("Accept", accept).build();
    assertThat(header(rest.send(request), "content-type")).isEqualTo(contentType);
  }

  @Test
  void jsonErrorsHaveExactlyThreeKeys() {
    var request =
        rest.request("/v1.0/refused", null).setHeader("Accept", "application/json").build();
    assertThat(rest.send(request).body())
        .isEqualTo(
            "{\"code\":400,\"title\":\"Bad Request\",\"description\":"
                + "\"a: <1> (expected: '2')\\nline 3, column 4: b: x (expected: y)\"}");
  }

  @Test
  void aBugIsAFaultAndKeepsItsDetailsToItself() {
    var response = rest.get("/v1.0/bug");
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body())
        .contains(header(response, "x-openstack-request-id"))
        .doesNotContain("a secret detail");
    assertThat(rest.faults().take()).hasSize(1);
  }

  @Test
  void formsWithoutPartsAndFilesWithoutTypesAreFine() {
    assertThat(rest.form("PATCH", "/v1.0/things/5", new FormBody()).body())
        .contains("\"fields\":{}", "\"files\":[]");
    var form =
        new FormBody()
            .field("group_id", "2")
            .field("empty", "")
            .file("bootstrap_values", "/home/op/site.yml", "name: edge7\nlines: 2\n");
    assertThat(rest.form("PATCH", "/v1.0/things/5", form).body())
        .contains(
            "\"group_id\":\"2\"", "\"empty\":\"\"", "bootstrap_values=name: edge7\\nlines: 2\\n");
  }

  @Test
  void aLongHeaderOfAPartIsTheCallersMistakeAndAnEscapedOneIsRead() {
    var near = new FormBody().file("a", "\\\\x".repeat(2_000), "content");
    assertThat(rest.form("PATCH", "/v1.0/things/5", near).body()).contains("a=content");
    var far = new FormBody().file("a", "x".repeat(20_000), "content");
    var response = rest.form("PATCH", "/v1.0/things/5", far);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("a header of", "at most 8192");
    assertThat(rest.faults().take()).isEmpty();
  }

  @Test
  void whatStandsInAFileNameIsNoParameter() {
    var form = new FormBody().file("a", "x; name=b", "content").field("c", "d");
    assertThat(rest.form("PATCH", "/v1.0/things/5", form).body())
        .contains("a=content", "\"c\":\"d\"");
    var first = new FormBody().part("filename=\"; name=b; \"; name=\"a\"", "content");
    assertThat(rest.form("PATCH", "/v1.0/things/5", first).body()).contains("a=content");
  }

  @ParameterizedTest
  @CsvSource({"name=\"description\"", "name=\"description\"; filename=\"x\""})
  void aPartThatIsNoTextIsRefusedAndNothingIsReplacedInIt(String disposition) {
    var bytes = new FormBody().part(disposition, "caf~").bytes();
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '~') {
        bytes[i] = (byte) 0xe9; // an e with acute in ISO 8859-1
      }
    }
    var request =
        rest.request("/v1.0/things/5", "admin")
            .header("Content-Type", new FormBody().contentType())
            .method("PATCH", BodyPublishers.ofByteArray(bytes))
            .build();
    var response = rest.send(request);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("description: 4 bytes that are not text", "UTF-8");
  }

  @Test
  void aMethodThatNobodyKnowsMakesNoMetricOfItsOwn() {
    for (var path : List.of("/v1.0/things", "/v1.0/nope")) {
      for (int i = 0; i < 3; i++) {
        var request = rest.request(path, null).method("BREW" + i, BodyPublishers.noBody()).build();
        assertThat(rest.send(request).statusCode()).isIn(404, 405);
      }
    }
    await()
        .untilAsserted(() ->
            assertThat(rest.registry().find("murmuration.rest.requests").timers())
                .hasSize(2)
                .allMatch(timer -> "OTHER".equals(timer.getId().getTag("method")))
                .allMatch(timer -> timer.count() == 3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json | {} | Content-Type: application/json",
        "multipart/form-data | {} | Content-Type: multipart/form-data",
        "multipart/form-data; boundary=b | {} | without the boundary",
        "multipart/form-data; boundary=b | --b | a part without",
      })
  void aBodyThatIsNoFormIsTheCallersMistake(String type, String body, String said) {
    var request =
        rest.request("/v1.0/things/5", "admin")
            .header("Content-Type", type)
            .method("PATCH", BodyPublishers.ofString(body))
            .build();
    var response = rest.send(request);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains(said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{\"a\": | 1", "{\"a\":1,\"a\":2} | Duplicate", "{} {} | Trailing", "'' | nothing"})
  void brokenJsonIsTheCallersMistake(String json, String said) {
    var response = rest.json("POST", "/v1.0/things", json);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains(said);
  }

  @Test
  void deepJsonAndBytesThatAreNoTextAreRefused() {
    assertThat(rest.json("POST", "/v1.0/things", "[".repeat(5_000)).statusCode()).isEqualTo(400);
    var request =
        rest.request("/v1.0/things", "admin")
            .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[] {'"', (byte) 0xff, '"'}))
            .build();
    assertThat(rest.send(request).body()).contains("UTF-8");
  }

  @Test
  void queriesAreDecoded() {
    assertThat(rest.get("/v1.0/query?x=a%20b&x=c").body()).isEqualTo("\"a b\"");
    assertThat(rest.get("/v1.0/query?x=%C3%BC%EF%BF%BD").body()).isEqualTo("\"\u00fc\ufffd\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x=%zz", "x=%F0%9F", "ignored=%ff", "ignored=%4", "%C0%80=x"})
  void queriesThatAreNoPercentEncodedUtf8AreRefused(String query) {
    var raw =
        rest.raw(
            "GET /v1.0/query?%s HTTP/1.1\r\nAccept: */*\r\nConnection: close\r\n\r\n"
                .formatted(query));
    assertThat(raw)
        .contains("400 Bad Request", "query: " + query + " (expected: percent-encoded UTF-8)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/0.9", "HTTP/1.2", "HTTP/2.0", "HTTP/3.7", "HTTQ/1.1", "1.1"})
  void anotherVersionOfHttpIsToldInOurWords(String version) {
    var raw = rest.raw("GET /v1.0/echo " + version + "\r\nAccept: */*\r\n\r\n");
    assertThat(raw)
        .startsWith("HTTP/1.")
        .contains("400 Bad Request")
        .contains("could not make sense");
  }

  @ParameterizedTest
  @ValueSource(strings = {":", ": x", ":: x"})
  void aHeaderWithoutANameIsRefused(String header) {
    var raw = rest.raw("GET /v1.0/echo HTTP/1.1\r\nAccept: */*\r\n" + header + "\r\n\r\n");
    assertThat(raw).contains("400 Bad Request", "header: without a name");
  }
}

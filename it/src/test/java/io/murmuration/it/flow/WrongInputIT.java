package io.murmuration.it.flow;

import static io.murmuration.it.flow.WrongRequest.bare;
import static io.murmuration.it.flow.WrongRequest.form;
import static io.murmuration.it.flow.WrongRequest.json;
import static io.murmuration.it.flow.WrongRequest.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.murmuration.central.testing.contract.CheckedHttp;
import io.murmuration.it.run.Fleet;
import io.murmuration.it.run.HubDatabase;
import io.murmuration.it.run.HubProcess;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is wrong with a request: it is told in the contract's shape, and nothing is stored. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WrongInputIT {
  private static final int BODY_LIMIT = 64 * 1024;
  private static final String SUBCLOUDS = "/v1.0/subclouds";
  private static final String GROUPS = "/v1.0/subcloud-groups";
  private static final String FLEET = "/v1.0/desired/fleet";
  private static final String TOKENS = "/v1.0/enrolment-tokens";
  private static final String AUDITS = "/v1.0/audits";
  private static final String NUL = "%00";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final CheckedHttp client = CheckedHttp.ofHub();
  private HubProcess hub;
  private HubDatabase database;
  private String token;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    hub = Hubs.start(dir, Map.of("MURMURATION_REST_BODY_LIMIT", Integer.toString(BODY_LIMIT)));
    database = HubDatabase.of(hub);
    token = Files.readString(dir.resolve("central").resolve("admin.token")).strip();
    Fleet.create(hub.rest(), 1, 2, 1);
    Fleet.manage(hub.rest(), 1, 1);
    hub.rest().yaml("POST", FLEET, "items: [{type: dns, value: {nameservers: [192.0.2.53]}}]");
  }

  @AfterAll
  void stop() {
    client.close();
    hub.close();
  }

  static Stream<WrongRequest> wrong() {
    return Stream.of(routes(), subclouds(), groups(), desired(), documents(), enrolment(), audits())
        .flatMap(List::stream);
  }

  private static List<WrongRequest> routes() {
    return List.of(
        bare("no such path", "GET", "/v1.0/nothing", 404),
        bare("an empty segment", "GET", "/v1.0//subclouds", 404),
        bare("wrong method", "PUT", SUBCLOUDS, 405, "GET", "POST"),
        bare("wrong method", "DELETE", GROUPS, 405, "GET", "POST"),
        bare("wrong method", "PATCH", FLEET, 405, "GET", "POST"),
        bare("wrong method", "POST", FLEET + "/history", 405, "GET"),
        bare("wrong method", "GET", FLEET + "/rollback", 405, "POST"),
        bare("wrong method", "PUT", TOKENS, 405, "GET", "POST"),
        bare("wrong method", "GET", AUDITS, 405, "POST"),
        bare("wrong method", "POST", "/health", 405, "GET"),
        bare("wrong method", "POST", "/metrics", 405, "GET"),
        bare("wrong method", "POST", "/v1.0/fleet", 405, "GET"));
  }

  private static List<WrongRequest> subclouds() {
    var one = SUBCLOUDS + "/" + Fleet.name(1);
    var password = "RGVtby1vbmx5KjE=";
    return List.of(
        bare("unknown", "GET", SUBCLOUDS + "/nobody", 404, "Subcloud"),
        bare("an id beyond all", "GET", SUBCLOUDS + "/99999999999999999999", 404, "Subcloud"),
        bare("no name at all", "GET", SUBCLOUDS + "/" + NUL, 404, "Subcloud"),
        bare("unknown", "GET", SUBCLOUDS + "/nobody/detail", 404, "Subcloud"),
        bare("unknown", "DELETE", SUBCLOUDS + "/nobody", 404, "Subcloud"),
        bare("still managed", "DELETE", one, 400, "managed", "expected: unmanaged"),
        json("JSON, not a form", "POST", SUBCLOUDS, "{}", 400, "multipart/form-data"),
        form("nothing given", "POST", SUBCLOUDS, List.of(), 400, "sysadmin_password", "base64"),
        form(
            "broken YAML",
            "POST",
            SUBCLOUDS,
            List.of("bootstrap_values@", "name: [x\nb: }", "sysadmin_password", password),
            400,
            "bootstrap_values"),
        form(
            "several mistakes",
            "POST",
            SUBCLOUDS,
            List.of(
                "bootstrap_values@",
                "name: Not A Name\nmanagement_subnet: 10.1.1.0/99\nsystem_mode: triplex\n",
                "bootstrap-address",
                "192.0.2.999",
                "sysadmin_password",
                "?"),
            400,
            "sysadmin_password",
            "expected"),
        json("JSON, not a form", "PATCH", one, "{}", 400, "multipart/form-data"),
        form("nothing given", "PATCH", one, List.of(), 400, "body", "at least one part"),
        form(
            "unknown state",
            "PATCH",
            one,
            List.of("management-state", "perhaps"),
            400,
            "management-state: perhaps",
            "expected: managed or unmanaged"),
        form(
            "several mistakes",
            "PATCH",
            one,
            List.of("management-state", "perhaps", "force", "a bit", "name", "UPPER CASE"),
            400,
            "management-state: perhaps",
            "force: a bit",
            "name: UPPER CASE"),
        form("too long", "PATCH", one, List.of("description", "x".repeat(256)), 400, "description"),
        form("unknown group", "PATCH", one, List.of("group_id", "nobody"), 400, "nobody"),
        form(
            "unknown",
            "PATCH",
            SUBCLOUDS + "/nobody",
            List.of("description", "x"),
            404,
            "Subcloud"),
        bare("retired", "PATCH", one + "/reinstall", 410, "redeploy"),
        bare("unknown", "POST", SUBCLOUDS + "/nobody/retry", 404, "Subcloud"),
        bare("not connected", "POST", one + "/retry", 409, Fleet.name(1), "expected: connected"));
  }

  private static List<WrongRequest> groups() {
    var whole =
        "{\"name\": \"%s\", \"description\": \"x\", \"update_apply_type\": \"parallel\","
            + " \"max_parallel_subclouds\": 2%s}";
    return List.of(
        json("no body", "POST", GROUPS, "", 400, "body", "JSON"),
        json("no JSON", "POST", GROUPS, "{\"name\": ", 400, "line 1", "body", "JSON"),
        json("no object", "POST", GROUPS, "[1]", 400, "body", "JSON object"),
        json(
            "nothing given",
            "POST",
            GROUPS,
            "{}",
            400,
            "name",
            "description",
            "update_apply_type",
            "max_parallel_subclouds"),
        json(
            "wrong types",
            "POST",
            GROUPS,
            "{\"name\": 7, \"description\": true, \"update_apply_type\": [],"
                + " \"max_parallel_subclouds\": \"many\"}",
            400,
            "name: 7",
            "description: true",
            "update_apply_type: []",
            "max_parallel_subclouds: \"many\""),
        json(
            "unknown field",
            "POST",
            GROUPS,
            whole.formatted("g", ", \"colour\": \"red\""),
            400,
            "colour",
            "unknown field"),
        json(
            "too long",
            "POST",
            GROUPS,
            whole.formatted("g".repeat(256), ""),
            400,
            "name",
            "1 to 255 characters"),
        json("control characters", "POST", GROUPS, whole.formatted("a\\u0000b", ""), 400, "name"),
        json("taken", "POST", GROUPS, whole.formatted("Default", ""), 400, "name"),
        json("nothing given", "PATCH", GROUPS + "/1", "{}", 400, "nothing to update"),
        json("unknown", "PATCH", GROUPS + "/nobody", "{\"description\": \"x\"}", 404),
        json("the default's name", "PATCH", GROUPS + "/1", "{\"name\": \"x\"}", 400, "name"),
        bare("the default", "DELETE", GROUPS + "/1", 400, "Default"),
        bare("unknown", "DELETE", GROUPS + "/nobody", 404),
        bare("unknown", "GET", GROUPS + "/nobody/subclouds", 404),
        bare("no name at all", "GET", GROUPS + "/" + NUL, 404));
  }

  private static List<WrongRequest> desired() {
    var item = "items: [{type: dns, value: {nameservers: [192.0.2.1]}}]";
    return List.of(
        yaml("unknown group", "/v1.0/desired/groups/nobody", item, 404, "Group"),
        yaml("unknown subcloud", "/v1.0/desired/subclouds/nobody", item, 404, "Subcloud"),
        yaml("no scope", "/v1.0/desired", item, 400, "scope", "exactly one"),
        yaml("two scopes", "/v1.0/desired", "scope: fleet\ngroup: x\n" + item, 400, "scope"),
        yaml("a scope again", FLEET, "scope: fleet\n" + item, 400, "scope", "the path names it"),
        yaml(
            "unknown scope",
            "/v1.0/desired",
            "scope: world\n" + item,
            400,
            "scope: \"world\"",
            "fleet"),
        yaml("no name at all", "/v1.0/desired", "group: \"\\0\"\n" + item, 404, "Group"),
        yaml("no group", "/v1.0/desired", "group: nobody\n" + item, 404, "Group"),
        bare("unknown group", "GET", "/v1.0/desired/groups/nobody", 404, "Group"),
        bare("no name at all", "GET", "/v1.0/desired/groups/" + NUL, 404, "Group"),
        bare("no name at all", "GET", "/v1.0/desired/subclouds/" + NUL, 404, "Subcloud"),
        bare("no name", "GET", "/v1.0/desired/subclouds/" + NUL + "/effective", 404, "Subcloud"),
        bare("beyond all", "GET", "/v1.0/desired/groups/99999999999999999999", 404, "Group"),
        bare("unknown subcloud", "GET", "/v1.0/desired/subclouds/nobody/history", 404, "Subcloud"),
        bare("unknown item", "GET", FLEET + "/items/dns/other", 404, "dns/other"),
        bare("unknown item", "DELETE", FLEET + "/items/dns/other", 404, "dns/other"),
        bare("no name at all", "DELETE", FLEET + "/items/trusted-ca/" + NUL, 404),
        bare("unknown type", "DELETE", FLEET + "/items/colour/x", 400, "type: colour", "dns"),
        bare(
            "no number", "GET", FLEET + "/diff?from=yesterday", 400, "from: yesterday", "revision"),
        bare("two of them", "GET", FLEET + "/diff?from=-1&to=x", 400, "from: -1", "to: x"),
        yaml(
            "no number",
            FLEET + "/rollback",
            "revision: x",
            400,
            "revision: \"x\"",
            "whole number"),
        yaml("no revision", FLEET + "/rollback", "{}", 400, "revision"),
        yaml("never was", FLEET + "/rollback", "revision: 999999", 400, "revision: 999999"),
        yaml("unknown field", FLEET + "/rollback", "{revision: 0, quick: yes}", 400, "quick"),
        yaml(
            "no truth", FLEET + "?dry-run=perhaps", item, 400, "dry-run: perhaps", "true or false"),
        bare("no number", "GET", "/v1.0/desired/changes/x", 400, "revision: x", ">= 0"),
        bare("unknown", "GET", "/v1.0/desired/changes/999999", 404, "999999"));
  }

  private static List<WrongRequest> documents() {
    return List.of(
        yaml("nothing", FLEET, "", 400, "document", "YAML or JSON"),
        yaml("no YAML", FLEET, "items: [\n  - }", 400, "line", "column"),
        yaml("two documents", FLEET, "items: []\n---\nitems: []", 400, "document"),
        yaml("no object", FLEET, "- 1\n- 2", 400, "document", "an object"),
        yaml("no list", FLEET, "items: 7", 400, "items: 7", "a list"),
        yaml("an empty list", FLEET, "items: []", 400, "items", "1 to"),
        yaml("a key twice", FLEET, "items: []\nitems: []", 400, "line 2", "given twice"),
        yaml(
            "several mistakes",
            FLEET,
            """
            items:
              - type: dns
                value: {nameservers: [not-an-address, 192.0.2.1, 192.0.2.1]}
              - type: ntp
                colour: red
                value: {ntpservers: 7}
              - type: spaceship
              - type: remote-logging
                value: {enabled: perhaps, ip_address: 1.2.3, port: 70000, transport: pigeon}
              - {type: dns, state: gone}
              - type: trusted-ca
                name: "../etc"
                value: {certificate: no}
            """,
            400,
            "line 3",
            "items[0].value.nameservers[0]: \"not-an-address\"",
            "items[0].value.nameservers[2]",
            "items[1].colour",
            "items[1].value.ntpservers: 7",
            "items[2].type: \"spaceship\"",
            "items[3].value.enabled: \"perhaps\"",
            "items[3].value.ip_address: \"1.2.3\"",
            "items[3].value.port: 70000",
            "items[3].value.transport: \"pigeon\"",
            "items[4].state: \"gone\"",
            "items[5].name: \"../etc\"",
            "items[5].value.certificate"),
        yaml("too deep", FLEET, "[".repeat(200) + "]".repeat(200), 400, "document"),
        yaml("a bomb", FLEET, bomb(9), 400, "document"),
        yaml("a bomb with few aliases", FLEET, bomb(3), 400, "too many values"),
        yaml("a list inside itself", FLEET, "items: &a [*a, *a]", 400, "inside its own anchor"),
        yaml("too large", FLEET, "# " + "x".repeat(BODY_LIMIT), 413, "body", "" + BODY_LIMIT),
        json("too large", "POST", GROUPS, "\"" + "x".repeat(BODY_LIMIT) + "\"", 413, "body"));
  }

  /** Each line is so many times the line before. */
  private static String bomb(int times) {
    var text = new StringBuilder("a0: &a0 [x]\n");
    for (int i = 1; i < 12; i++) {
      text.append("a").append(i).append(": &a").append(i).append(" [");
      text.append(("*a" + (i - 1) + ", ").repeat(times)).append("x]\n");
    }
    return text.toString();
  }

  private static List<WrongRequest> enrolment() {
    return List.of(
        json("no body", "POST", TOKENS, "", 400, "body"),
        json("no target", "POST", TOKENS, "{}", 400, "exactly one of subcloud, subclouds, group"),
        json("two targets", "POST", TOKENS, "{\"subcloud\": 1, \"group\": 1}", 400, "exactly one"),
        json("wrong type", "POST", TOKENS, "{\"subcloud\": []}", 400, "subcloud: []", "an id"),
        json("wrong element", "POST", TOKENS, "{\"subclouds\": [{}]}", 400, "subclouds[0]: {}"),
        json("unknown", "POST", TOKENS, "{\"subcloud\": \"nobody\"}", 404, "Subcloud"),
        json("no name at all", "POST", TOKENS, "{\"subcloud\": \"\\u0000\"}", 404),
        json("half a letter", "POST", TOKENS, "{\"subcloud\": \"\\ud800\"}", 404),
        json("two unknown", "POST", TOKENS, "{\"subclouds\": [\"no\", \"one\"]}", 404, "no, one"),
        json("unknown group", "POST", TOKENS, "{\"group\": \"nobody\"}", 404, "Group"),
        json(
            "several mistakes",
            "POST",
            TOKENS,
            "{\"subcloud\": 1.5, \"valid-for\": \"a week\", \"colour\": 1}",
            400,
            "subcloud: 1.5",
            "valid-for: \"a week\"",
            "PT1M to P7D",
            "colour"),
        bare("unknown", "DELETE", TOKENS + "/nobody", 404, "Subcloud"),
        bare("no name at all", "DELETE", TOKENS + "/" + NUL, 404, "Subcloud"),
        bare("unknown", "GET", "/v1.0/enrolments/nobody", 404, "Subcloud"),
        bare("not enrolled", "DELETE", "/v1.0/enrolments/" + Fleet.name(1), 404, "not enrolled"));
  }

  private static List<WrongRequest> audits() {
    return List.of(
        json("no body", "POST", AUDITS, "", 400, "body"),
        json("no object", "POST", AUDITS, "7", 400, "body", "an object"),
        json("unknown scope", "POST", AUDITS, "{\"scope\": \"world\"}", 400, "scope: \"world\""),
        json(
            "unknown group",
            "POST",
            AUDITS,
            "{\"scope\": \"group\", \"ref\": \"no\"}",
            400,
            "ref: \"no\""),
        json("an object", "POST", AUDITS, "{\"scope\": \"fleet\", \"ref\": {}}", 400, "ref: {}"),
        json("null", "POST", AUDITS, "{\"scope\": \"fleet\", \"ref\": null}", 400, "ref: null"),
        json("a list", "POST", AUDITS, "{\"scope\": \"group\", \"ref\": [1]}", 400, "ref: [1]"),
        json("no name", "POST", AUDITS, "{\"scope\": \"group\", \"ref\": \"\\u0000\"}", 400, "ref"),
        json(
            "several mistakes",
            "POST",
            AUDITS,
            "{\"scope\": 7, \"kind\": \"weather\", \"bypass-cache\": \"no\", \"colour\": 1}",
            400,
            "scope: 7",
            "kind: \"weather\"",
            "bypass-cache: \"no\"",
            "colour"),
        bare("no number", "GET", AUDITS + "/x", 404, "audit: x"),
        bare("unknown", "GET", AUDITS + "/999999", 404, "audit: 999999"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void wrongRequestIsExplainedAndStoresNothing(WrongRequest request) throws Exception {
    var before = database.fingerprint();
    var answer = send(request, "application/json", token);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(request.status());
    var error = JSON.readTree(answer.body());
    assertThat(error.fieldNames()).toIterable().containsExactly("code", "title", "description");
    assertThat(error.get("code").asInt()).isEqualTo(request.status());
    assertThat(error.get("title").asText()).isNotBlank();
    for (var mention : request.mentions()) {
      assertThat(error.get("description").asText()).contains(mention);
    }
    assertThat(database.fingerprint()).isEqualTo(before);
  }

  @Test
  void errorIsPageForWhoeverDoesNotAskForJson() throws Exception {
    var request = bare("unknown", "GET", SUBCLOUDS + "/nobody", 404);
    var answer = send(bare("", "GET", FLEET + "/diff?from=%3Cb%3E", 400), "*/*", token);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
    assertThat(answer.body())
        .contains("<title>400 Bad Request</title>", "from: &lt;b&gt;")
        .doesNotContain("<b>");
    assertThat(send(request, "text/html", token).body()).contains("<h1>404 Not Found</h1>");
  }

  @Test
  void nobodyWithoutTokenLearnsOrChangesAnything() throws Exception {
    var before = database.fingerprint();
    for (var request :
        List.of(
            bare("", "GET", SUBCLOUDS, 401),
            bare("", "GET", FLEET, 401),
            json("", "POST", TOKENS, "{\"subcloud\": 1}", 401),
            bare("", "DELETE", SUBCLOUDS + "/" + Fleet.name(2), 401))) {
      assertThat(send(request, "application/json", "no-such-token").statusCode()).isEqualTo(401);
    }
    assertThat(database.fingerprint()).isEqualTo(before);
  }

  private HttpResponse<String> send(WrongRequest request, String accept, String as)
      throws Exception {
    var builder =
        HttpRequest.newBuilder(hub.rest().base().resolve(request.path()))
            .header("X-Auth-Token", as)
            .header("Accept", accept);
    if (!request.type().isEmpty()) {
      builder.header("Content-Type", request.type());
    }
    var body =
        request.type().isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(request.body());
    return client.send(
        builder.method(request.method(), body).build(), HttpResponse.BodyHandlers.ofString());
  }
}

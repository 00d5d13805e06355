package io.murmuration.central;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.murmuration.central.testing.contract.Samples;
import io.murmuration.central.testing.contract.Samples.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only a node with all its features shows over HTTP. */
@Tag("database")
class WholeNodeTest {
  private static final String ADMIN = RunningCentral.token("admin,member,reader", "admin");
  private static final String OPTIONS = "/v1.0/sw-update-options";
  private static final String ITEM = "/items/dns/default";
  private static final String DNS = "items: [{type: dns, value: {nameservers: [192.0.2.53]}}]\n";

  @TempDir private static Path data;
  private static RunningCentral hub;

  @BeforeAll
  static void start() {
    hub = new RunningCentral(data, List.of(ADMIN));
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  private static HttpResponse<String> send(String method, String path) {
    return hub.send(method, path, ADMIN, new Sample("", ""));
  }

  private static HttpResponse<String> yaml(String path, String body) {
    return hub.send("POST", path, ADMIN, new Sample("application/yaml", body));
  }

  private static JsonNode json(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    try {
      return new ObjectMapper().readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/fleet", "/groups/" + Samples.GROUP, "/subclouds/" + Samples.SUBCLOUD})
  void whatIsDeclaredIsShownComparedTakenBackAndRestored(String scope) {
    var path = "/v1.0/desired" + scope;
    long revision = json(yaml(path, DNS)).get("revision").asLong();

    assertThat(json(send("GET", path)).get("items")).isNotEmpty();
    assertThat(json(send("GET", path + ITEM)).get("revision").asLong()).isEqualTo(revision);
    assertThat(json(send("GET", path + "/history")).get("revisions")).isNotEmpty();
    assertThat(json(send("GET", path + "/diff?from=0")).get("changes")).isNotEmpty();
    assertThat(json(send("DELETE", path + ITEM)).get("changes")).hasSize(1);
    assertThat(send("DELETE", path + ITEM).statusCode()).isEqualTo(404);
    assertThat(json(yaml(path + "/rollback", "revision: " + revision)).get("changes")).hasSize(1);
    assertThat(send("GET", path + "/diff?from=x").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/groups/nobody", "/subclouds/nobody"})
  void nothingIsRestoredWhereNothingIs(String scope) {
    assertThat(yaml("/v1.0/desired" + scope + "/rollback", "revision: 0").statusCode())
        .isEqualTo(404);
  }

  @Test
  void aDocumentMayNameItsScopeAndItsSpreadIsShown() {
    long revision = json(yaml("/v1.0/desired", "scope: fleet\n" + ntp())).get("revision").asLong();

    assertThat(json(send("GET", "/v1.0/desired/changes/" + revision)).get("revision").asLong())
        .isEqualTo(revision);
  }

  private static String ntp() {
    return "items: [{type: ntp, value: {ntpservers: [192.0.2.123]}}]\n";
  }

  @Test
  void anAuditIsStartedAndShown() {
    var started = json(hub.send("POST", "/v1.0/audits", ADMIN, RunningCentral.json("{}")));

    assertThat(json(send("GET", "/v1.0/audits/" + started.get("id").asLong())).get("asked").asInt())
        .isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/v1.0/subclouds?subcloud_ref=nobody",
    "GET," + OPTIONS + "?subcloud_ref=nobody",
    "POST," + OPTIONS + "?subcloud_ref=nobody",
    "DELETE," + OPTIONS + "?subcloud_ref=nobody",
  })
  void whoIsUnknownIsUnknownInTheQueryToo(String method, String path) {
    var body = RunningCentral.json(method.equals("POST") ? "{\"storage-apply-type\": \"x\"}" : "");
    assertThat(hub.send(method, path, ADMIN, body).statusCode()).isEqualTo(404);
  }

  @Test
  void optionsMayBeDeletedByQuery() {
    var all = OPTIONS + "?subcloud_ref=SystemController";
    assertThat(send("DELETE", all).body()).isEqualTo("null");
    assertThat(json(send("GET", all)).has("id")).isFalse();
  }
}

package io.murmuration.it.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.murmuration.it.run.FarmProcess;
import io.murmuration.it.run.Fleet;
import io.murmuration.it.run.HubProcess;
import io.murmuration.it.run.Watch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a local administrator changes is repaired, or told, as the nearest policy says. */
class DriftIT {
  private static final int ALL = 3;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String POLICY = "/v1.0/drift-policies/subclouds/" + Fleet.name(1);
  private static final String DRIFT = "/v1.0/subclouds/" + Fleet.name(1) + "/drift";

  private HubProcess hub;
  private FarmProcess farm;

  @BeforeEach
  void start(@TempDir Path dir) {
    hub = Hubs.start(dir, Map.of());
    Fleet.create(hub.rest(), 1, ALL, 1);
    Fleet.manage(hub.rest(), 1, ALL);
    farm = Hubs.farm(hub, "sites", 1, ALL);
    declare("192.0.2.53");
    inSync(ALL);
  }

  @AfterEach
  void stop() {
    farm.close();
    hub.close();
  }

  @Test
  void aReportedTypeShowsWhoHoldsWhatAndIsWrittenOnlyByANewDeclaration() {
    hub.rest()
        .yaml(
            "PUT",
            "/v1.0/drift-policies/groups/1",
            "rules: [{kind: platform, type: dns, mode: report}]");
    for (int i = 2; i <= ALL; i++) {
      hub.rest()
          .yaml(
              "PUT",
              "/v1.0/drift-policies/subclouds/" + Fleet.name(i),
              "rules: [{kind: platform, mode: enforce}]");
    }
    driftEverywhere();
    Watch.until(
        "the reported one is told",
        LIMIT,
        () ->
            !platform().get("reason").isNull()
                && platform().get("reason").asText().startsWith("drift is reported"));
    assertThat(platform().get("reason").asText())
        .matches("drift is reported, not repaired: dns \\(1, policy of group .+\\)");
    inSync(ALL - 1);

    var drift = hub.rest().get(DRIFT);
    assertThat(drift.get("unanswered")).isEmpty();
    assertThat(drift.get("drift")).hasSize(1);
    var item = drift.get("drift").get(0);
    assertThat(item.get("type").asText()).isEqualTo("dns");
    assertThat(item.get("mode").asText()).isEqualTo("report");
    assertThat(item.get("policy").asText()).startsWith("policy of group");
    assertThat(item.get("since").asText()).isNotEmpty();
    assertThat(field(item, "nameservers").get("wanted").toString()).isEqualTo("[\"192.0.2.53\"]");
    assertThat(field(item, "nameservers").get("found").isNull()).isTrue();
    assertThat(field(item, "drift").get("found").isInt()).isTrue();

    declare("192.0.2.54");
    inSync(ALL);
    assertThat(hub.rest().get(DRIFT).get("drift")).isEmpty();
  }

  @Test
  void enforcedAgainWhatDriftedIsRepairedAtOnce() {
    hub.rest().yaml("PUT", POLICY, "rules: [{kind: platform, mode: report}]");
    driftEverywhere();
    inSync(ALL - 1);
    Watch.until("it is told", LIMIT, () -> hub.rest().get(DRIFT).get("drift").size() == 1);
    hub.rest().json("DELETE", POLICY, Map.of());
    inSync(ALL);
  }

  @Test
  void aSiteThatIsNotConnectedCannotBeAsked() {
    farm.close();
    Watch.until(
        "nobody is connected",
        LIMIT,
        () -> hub.rest().send("GET", DRIFT, "", "application/json").statusCode() == 409);
    assertThat(hub.rest().send("GET", DRIFT, "", "application/json").body())
        .contains("has no agent connected");
  }

  @Test
  void whatIsNotThereHasNeitherDriftNorPolicy() {
    for (var scope : List.of("groups", "subclouds")) {
      var path = "/v1.0/drift-policies/" + scope + "/nobody";
      var rules = "rules: [{kind: platform, mode: report}]";
      assertThat(hub.rest().send("GET", path, "", "").statusCode()).isEqualTo(404);
      assertThat(hub.rest().send("PUT", path, rules, "application/yaml").statusCode())
          .isEqualTo(404);
      assertThat(hub.rest().send("DELETE", path, "", "").statusCode()).isEqualTo(404);
    }
    assertThat(hub.rest().send("GET", "/v1.0/subclouds/nobody/drift", "", "").statusCode())
        .isEqualTo(404);
  }

  private void declare(String server) {
    hub.rest()
        .yaml(
            "POST",
            "/v1.0/desired/fleet",
            "items: [{type: dns, value: {nameservers: [" + server + "]}}]");
  }

  /** Once the node has read what was decided, agents hear it before they are asked to look. */
  private void driftEverywhere() {
    hub.rest().get("/v1.0/fleet");
    assertThat(farm.ask("drift " + ALL + " dns").get("sites")).hasSize(ALL);
    hub.rest().json("POST", "/v1.0/audits", Map.of("scope", "fleet", "bypass-cache", true));
  }

  private void inSync(int sites) {
    Watch.until(
        sites + " are in sync",
        LIMIT,
        () -> hub.rest().get("/v1.0/fleet").get("in-sync").asInt() == sites);
  }

  private JsonNode platform() {
    return hub.rest()
        .get("/v1.0/subclouds/" + Fleet.name(1) + "/status")
        .get("endpoints")
        .valueStream()
        .filter(endpoint -> endpoint.get("endpoint_type").asText().equals("platform"))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode field(JsonNode item, String name) {
    return item.get("fields")
        .valueStream()
        .filter(field -> field.get("field").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }
}

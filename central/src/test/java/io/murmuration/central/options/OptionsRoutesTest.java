package io.murmuration.central.options;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.murmuration.central.subcloud.TestHub;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("database")
class OptionsRoutesTest {
  private static final String OPTIONS = "/v1.0/sw-update-options";
  private static final String DEFAULTS = OPTIONS + "/SystemController";
  private static final String VALID =
      """
      {"storage-apply-type": "serial", "worker-apply-type": "parallel", "max-parallel-workers": 4,
       "alarm-restriction-type": "strict", "default-instance-action": "stop-start"}\
      """;

  @AutoClose
  private static final TestHub hub =
      new TestHub((transactions, commits) -> List.of(new OptionsRoutes(transactions, commits)));

  private static List<String> keys(JsonNode json) {
    return json.properties().stream().map(Map.Entry::getKey).toList();
  }

  private static JsonNode seeded() {
    hub.sql("DELETE FROM sw_update_options");
    hub.sql(
        """
        INSERT INTO sw_update_options (storage_apply_type, worker_apply_type, max_parallel_workers,
          alarm_restriction_type, default_instance_action, created_at)
        VALUES ('parallel', 'parallel', 10, 'relaxed', 'migrate', NULL)\
        """);
    return hub.get(DEFAULTS).json();
  }

  @Test
  void theDefaultsAreThereFromTheBeginning() {
    try (var fresh = new TestHub((tx, commits) -> List.of(new OptionsRoutes(tx, commits)))) {
      var defaults = fresh.get(DEFAULTS).json();

      assertThat(keys(defaults))
          .containsExactly(
              "id",
              "name",
              "subcloud-id",
              "storage-apply-type",
              "worker-apply-type",
              "max-parallel-workers",
              "alarm-restriction-type",
              "default-instance-action",
              "created-at",
              "updated-at");
      assertThat(defaults.get("id").isInt()).isTrue();
      assertThat(defaults.get("name").asText()).isEqualTo("all clouds default");
      assertThat(defaults.get("subcloud-id").isNull()).isTrue();
      assertThat(defaults.get("storage-apply-type").asText()).isEqualTo("parallel");
      assertThat(defaults.get("worker-apply-type").asText()).isEqualTo("parallel");
      assertThat(defaults.get("max-parallel-workers").asInt()).isEqualTo(10);
      assertThat(defaults.get("alarm-restriction-type").asText()).isEqualTo("relaxed");
      assertThat(defaults.get("default-instance-action").asText()).isEqualTo("migrate");
      assertThat(defaults.get("created-at").isNull()).isTrue();
      assertThat(defaults.get("updated-at").isNull()).isTrue();
      assertThat(fresh.get(OPTIONS + "/RegionOne/").json()).isEqualTo(defaults);
    }
  }

  @Test
  void updatedDefaultsKeepTheirRow() {
    int id = seeded().get("id").asInt();

    var updated = hub.json("POST", DEFAULTS, VALID);

    assertThat(updated.status()).isEqualTo(200);
    assertThat(updated.json().get("id").asInt()).isEqualTo(id);
    assertThat(updated.json().get("subcloud-id").isNull()).isTrue();
    assertThat(updated.json().get("max-parallel-workers").isInt()).isTrue();
    assertThat(updated.json().get("created-at").isNull()).isTrue();
    assertThat(updated.json().get("updated-at").asText())
        .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(\\.\\d{6})?");
    assertThat(hub.get(DEFAULTS).json()).isEqualTo(updated.json());
  }

  @Test
  void withoutTheirRowTheDefaultsAreConstants() {
    seeded();

    assertThat(hub.delete(DEFAULTS)).isEqualTo(new TestHub.Reply(200, "null"));
    assertThat(hub.delete(DEFAULTS)).isEqualTo(new TestHub.Reply(200, "null"));

    var constants = hub.get(DEFAULTS).json();
    assertThat(keys(constants)).doesNotContain("id", "subcloud-id").contains("created-at");
    assertThat(constants.get("max-parallel-workers").asInt()).isEqualTo(10);
    assertThat(hub.get(OPTIONS).json().get("sw-update-options").get(0)).isEqualTo(constants);
    assertThat(hub.json("POST", DEFAULTS, VALID).json().get("subcloud-id").asInt()).isZero();
  }

  @Test
  void aSubcloudsOwnOptionsLiveThroughCreateUpdateAndDelete() {
    int id = hub.added("own");
    var path = OPTIONS + "/own";

    var missing = hub.get(path);
    var created = hub.json("POST", path + "/", VALID);
    var updated = hub.json("POST", OPTIONS + "/" + id, VALID.replace(": 4", ": \"7\""));

    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.body()).contains("the defaults apply");
    assertThat(created.status()).isEqualTo(200);
    assertThat(created.json().get("name").asText()).isEqualTo("own");
    assertThat(created.json().get("subcloud-id").asInt()).isEqualTo(id);
    assertThat(created.json().get("created-at").isTextual()).isTrue();
    assertThat(created.json().get("updated-at").isNull()).isTrue();
    assertThat(updated.json().get("max-parallel-workers").asInt()).isEqualTo(7);
    assertThat(updated.json().get("updated-at").isTextual()).isTrue();
    assertThat(hub.get(path).json()).isEqualTo(updated.json());
    assertThat(hub.get(OPTIONS + "?subcloud_ref=own").json()).isEqualTo(updated.json());
    assertThat(hub.delete(path)).isEqualTo(new TestHub.Reply(200, "null"));
    assertThat(hub.delete(path).status()).isEqualTo(404);
    assertThat(
            hub.count(
                "audit_trail WHERE what LIKE '%%sw-update-options' AND target = '%s'"
                    .formatted("subcloud own (" + id + ")")))
        .isEqualTo(3);
  }

  @Test
  void theListHasTheDefaultsFirstThenSubcloudsById() {
    hub.sql("DELETE FROM sw_update_options WHERE subcloud_id IS NOT NULL");
    hub.added("list-a");
    hub.added("list-without");
    hub.added("list-b");
    hub.json("POST", OPTIONS + "/list-b", VALID);
    hub.json("POST", OPTIONS + "/list-a", VALID);

    var names =
        hub.get(OPTIONS)
            .json()
            .get("sw-update-options")
            .valueStream()
            .map(options -> options.get("name").asText())
            .toList();

    assertThat(names).containsExactly("all clouds default", "list-a", "list-b");
  }

  @Test
  void theyGoWithTheirSubcloudAndFollowItsName() {
    int id = hub.added("passing");
    hub.json("POST", OPTIONS + "/passing", VALID);
    hub.deployStatus(id, "complete");
    hub.patch("/v1.0/subclouds/passing", Map.of("name", "passed"));

    assertThat(hub.get(OPTIONS + "/" + id).json().get("name").asText()).isEqualTo("passed");

    hub.delete("/v1.0/subclouds/passed");
    assertThat(hub.get(OPTIONS + "/" + id).body()).contains("Subcloud not found");
    assertThat(hub.count("sw_update_options WHERE subcloud_id = " + id)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody", "4711", "99999999999999999999", "a%00b"})
  void anUnknownSubcloudIsNotFound(String ref) {
    var path = OPTIONS + "/" + ref;

    assertThat(hub.get(path).status()).isEqualTo(404);
    assertThat(hub.delete(path).status()).isEqualTo(404);
    var put = hub.json("POST", path, "{\"storage-apply-type\": \"other\"}");
    assertThat(put.status()).as("told before a mistake in the values").isEqualTo(404);
    assertThat(put.body()).contains("Subcloud not found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{}", "[]", "null", "7", "[1]"})
  void nothingInTheBodyIsToldFirst(String body) {
    assertThat(hub.json("POST", OPTIONS + "/nobody", body).status()).isEqualTo(400);
    assertThat(hub.json("POST", DEFAULTS, body).status()).isEqualTo(400);
  }

  @Test
  void everyMissingKeyIsNamedAtOnceAndNothingIsStored() {
    var before = hub.get(OPTIONS).body();

    var reply = hub.json("POST", DEFAULTS, "{\"name\": \"all clouds default\"}");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body())
        .contains(
            "storage-apply-type",
            "worker-apply-type",
            "max-parallel-workers",
            "alarm-restriction-type",
            "default-instance-action");
    assertThat(hub.get(OPTIONS).body()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1001", "2.5", "null", "true", "\"\"", "\"many\"", "[]", "{}"})
  void workersAreACount(String workers) {
    var reply = hub.json("POST", DEFAULTS, VALID.replace(": 4", ": " + workers));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).contains("max-parallel-workers").contains("expected");
  }

  @Test
  void unknownKeysAreIgnored() {
    var body = VALID.replace("{", "{\"name\": \"x\", \"surprise\": 1, ");

    assertThat(hub.json("POST", DEFAULTS, body).status()).isEqualTo(200);
  }

  @Test
  void aChangeMustNameWhoseOptionsAreMeant() {
    assertThat(hub.json("POST", OPTIONS, VALID).status()).isEqualTo(400);
    assertThat(hub.delete(OPTIONS + "/").status()).isEqualTo(400);
    assertThat(hub.json("POST", OPTIONS + "?subcloud_ref=RegionOne", VALID).status())
        .isEqualTo(200);
  }

  @Test
  void othersMayNot() {
    assertThat(hub.send("GET", OPTIONS, "admin", null, null).status()).isEqualTo(403);
    for (var path : List.of(OPTIONS + "/nobody", DEFAULTS, OPTIONS)) {
      for (var roles : List.of("reader", "operator", "member")) {
        assertThat(hub.send("POST", path, roles, "application/json", VALID).status())
            .isEqualTo(403);
        assertThat(hub.send("DELETE", path, roles, null, null).status()).isEqualTo(403);
      }
    }
    assertThat(hub.send("PATCH", DEFAULTS, TestHub.ADMIN, null, null).status()).isEqualTo(405);
    assertThat(hub.get(DEFAULTS + "/more").status()).isEqualTo(404);
  }
}

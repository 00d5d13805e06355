package io.murmuration.central.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.subcloud.TestHub;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("database")
class GroupRoutesTest {
  private static final String GROUPS = "/v1.0/subcloud-groups";
  private static final String VALID =
      """
      {"name": "%s", "description": "a group", "update_apply_type": "serial",
       "max_parallel_subclouds": "3"}\
      """;

  @AutoClose private static final TestHub hub = new TestHub();

  @Test
  void theDefaultGroupIsThere() {
    var group = hub.get(GROUPS + "/Default").json();

    assertThat(group.properties().stream().map(Map.Entry::getKey))
        .containsExactlyInAnyOrder(
            "id",
            "name",
            "description",
            "update_apply_type",
            "max_parallel_subclouds",
            "created-at",
            "updated-at");
    assertThat(group.get("id").asInt()).isEqualTo(1);
    assertThat(group.get("created-at").asText())
        .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(\\.\\d{6})?");
  }

  @Test
  void aGroupLivesThroughCreateUpdateAndDelete() {
    long changes = hub.count("change WHERE what = 'group'");
    int nudges = hub.nudges();

    var created = hub.json("POST", GROUPS + "/", VALID.formatted("life"));
    int id = created.json().get("id").asInt();
    var updated = hub.json("PATCH", GROUPS + "/life/", "{\"description\": \"new\"}");

    assertThat(created.status()).isEqualTo(200);
    assertThat(created.json().get("max_parallel_subclouds").isInt()).isTrue();
    assertThat(created.json().get("updated-at").isNull()).isTrue();
    assertThat(updated.json().get("description").asText()).isEqualTo("new");
    assertThat(updated.json().get("update_apply_type").asText()).isEqualTo("serial");
    assertThat(updated.json().get("updated-at").isTextual()).isTrue();
    assertThat(hub.delete(GROUPS + "/" + id)).isEqualTo(new TestHub.Reply(200, "null"));
    assertThat(hub.get(GROUPS + "/life").status()).isEqualTo(404);
    assertThat(hub.count("change WHERE what = 'group'")).isEqualTo(changes + 3);
    assertThat(hub.count("audit_trail WHERE target = 'subcloud-group life (%d)'".formatted(id)))
        .isEqualTo(3);
    assertThat(hub.nudges()).isEqualTo(nudges + 3);
  }

  @Test
  void theListCountsSubcloudsAndAGroupShowsItsMembers() {
    int group = hub.json("POST", GROUPS, VALID.formatted("counted")).json().get("id").asInt();
    hub.added("counted-1", Map.of("group_id", String.valueOf(group)));

    var list = hub.get(GROUPS).json().get("subcloud_groups");
    var members = hub.get(GROUPS + "/counted/subclouds/").json().get("subclouds");

    assertThat(list)
        .anySatisfy(entry -> {
          assertThat(entry.get("id").asInt()).isEqualTo(group);
          assertThat(entry.get("subcloud_count").asInt()).isEqualTo(1);
        });
    assertThat(members).hasSize(1);
    assertThat(members.get(0).get("name").asText()).isEqualTo("counted-1");
    assertThat(members.get(0).has("endpoint_sync_status")).isFalse();
    assertThat(hub.delete(GROUPS + "/counted").body()).contains("not empty");
    assertThat(hub.get(GROUPS + "/nowhere/subclouds").body()).contains("Subcloud Group not found");
  }

  @Test
  void theDefaultGroupIsNeitherRenamedNorDeleted() {
    assertThat(hub.json("PATCH", GROUPS + "/1", "{\"name\": \"other\"}").status()).isEqualTo(400);
    assertThat(hub.delete(GROUPS + "/1").status()).isEqualTo(400);
    assertThat(hub.json("PATCH", GROUPS + "/1", "{\"max_parallel_subclouds\": 2}").status())
        .isEqualTo(200);
  }

  @Test
  void aNameIsGivenOnce() {
    hub.json("POST", GROUPS, VALID.formatted("once"));
    hub.json("POST", GROUPS, VALID.formatted("twice"));

    assertThat(hub.json("POST", GROUPS, VALID.formatted("once")).status()).isEqualTo(400);
    assertThat(hub.json("PATCH", GROUPS + "/twice", "{\"name\": \"once\"}").status())
        .isEqualTo(400);
    assertThat(hub.json("PATCH", GROUPS + "/twice", "{\"name\": \"twice\"}").status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "7",
        "null",
        "{}",
        "{\"name\": \"x\"}",
        "{\"name\": 5, \"description\": [], \"update_apply_type\": 1, \"max_parallel_subclouds\":"
            + " {}}",
      })
  void whatIsNoGroupIsRefusedAndNothingIsStored(String body) {
    long groups = hub.count("subcloud_group");

    assertThat(hub.json("POST", GROUPS, body).status()).isEqualTo(400);
    assertThat(hub.json("PATCH", GROUPS + "/1", body.replace("\"x\"", "\"default\"")).status())
        .isEqualTo(400);
    assertThat(hub.count("subcloud_group")).isEqualTo(groups);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"name\": \"999\"",
        "\"name\": \"Default\"",
        "\"name\": \"a.b\"",
        "\"name\": \"\"",
        "\"name\": \"a\\u0000b\"",
        "\"name\": \"a\\ud800b\"",
        "\"update_apply_type\": \"both\"",
        "\"max_parallel_subclouds\": 0",
        "\"max_parallel_subclouds\": -1",
        "\"max_parallel_subclouds\": 5001",
        "\"max_parallel_subclouds\": 7.5",
        "\"max_parallel_subclouds\": true",
        "\"max_parallel_subclouds\": 99999999999999999999",
        "\"max_parallel_subclouds\": \"fake\"",
        "\"surprise\": 1"
      })
  void eachFieldIsChecked(String field) {
    var key = field.substring(0, field.indexOf(':'));
    var body = VALID.formatted("checked").replaceAll(key + ": (\"[^\"]*\"|[0-9]+)", "\"x\": 1");
    body =
        body.contains("\"x\": 1")
            ? body.replace("\"x\": 1", field)
            : body.replace("}", ", " + field + "}");

    var reply = hub.json("POST", GROUPS, body);

    assertThat(reply.status()).as(body).isEqualTo(400);
    assertThat(reply.body()).contains(key.replace("\"", "")).contains("expected");
    assertThat(hub.get(GROUPS + "/checked").status()).isEqualTo(404);
  }

  @Test
  void tooLongTextsAreRefusedBeforeTheDatabaseSeesThem() {
    var reply =
        hub.json(
            "POST", GROUPS, VALID.formatted("n".repeat(256)).replace("a group", "d".repeat(255)));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).contains("name:").contains("description:");
  }

  @Test
  void unknownReferencesAreNotFound() {
    for (var ref : new String[] {"nobody", "4711", "99999999999999999999", "a%00b"}) {
      assertThat(hub.get(GROUPS + "/" + ref).status()).as(ref).isEqualTo(404);
      assertThat(hub.delete(GROUPS + "/" + ref).status()).as(ref).isEqualTo(404);
    }
  }

  @Test
  void membersThatTheClientHasAreNotSentAgain() {
    var path = GROUPS + "/1/subclouds";
    var version = hub.fetch(path).headers().firstValue("ETag").orElseThrow();

    assertThat(hub.get(path, "If-None-Match", version)).isEqualTo(new TestHub.Reply(304, ""));
  }
}

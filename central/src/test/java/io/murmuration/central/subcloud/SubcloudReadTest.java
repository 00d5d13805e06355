package io.murmuration.central.subcloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class SubcloudReadTest {
  private static final String SUBCLOUDS = "/v1.0/subclouds/";
  private static final String SPACE = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(\\.\\d{6})?";

  @AutoClose private static final TestHub hub = new TestHub();
  private static int id;

  @BeforeAll
  static void add() {
    id = hub.online("seen");
    hub.sql("UPDATE subcloud SET region_name = 'region-of-seen' WHERE id = " + id);
  }

  @Test
  void oneSubcloudShowsItsEndpointsSorted() {
    var json = hub.get(SUBCLOUDS + "seen").json();

    assertThat(json.properties()).hasSize(28);
    assertThat(json.get("availability-status").asText()).isEqualTo("online");
    assertThat(json.get("created-at").asText()).matches(SPACE);
    assertThat(json.get("endpoint_sync_status").findValuesAsText("endpoint_type"))
        .containsExactly(
            "dc-cert", "firmware", "identity", "kube-rootca", "kubernetes", "platform", "software");
    assertThat(hub.get(SUBCLOUDS + id + "/").json()).isEqualTo(json);
    assertThat(hub.get("/v1.0/subclouds?subcloud_ref=seen").json()).isEqualTo(json);
  }

  @Test
  void theDetailHasThreeKeysMore() {
    var json = hub.get(SUBCLOUDS + "seen/detail").json();

    assertThat(json.properties()).hasSize(31);
    assertThat(json.get("oam_floating_ip").asText()).isEqualTo("unavailable");
    assertThat(json.get("deploy_config_sync_status").asText()).isEqualTo("unknown");
    assertThat(json.get("region_name").asText()).isEqualTo("region-of-seen");
    assertThat(hub.get("/v1.0/subclouds?subcloud_ref=seen&detail=x").json()).isEqualTo(json);
  }

  @Test
  void theDetailSaysWhatTheSitesAgentTold() {
    int told = hub.online("told");
    hub.sql(
        """
        UPDATE alarm_summary SET oam_floating_ip = '203.0.113.7', configuration = 'out-of-date'
         WHERE subcloud_id = %d\
        """
            .formatted(told));

    var json = hub.get(SUBCLOUDS + "told/detail").json();

    assertThat(json.get("oam_floating_ip").asText()).isEqualTo("203.0.113.7");
    assertThat(json.get("deploy_config_sync_status").asText())
        .isEqualTo("Deployment: configurations out-of-date");
  }

  @Test
  void theListIsOrderedById() {
    hub.added("a-later-one");

    var json = hub.get("/v1.0/subclouds").json().get("subclouds");

    assertThat(StreamSupport.stream(json.spliterator(), false).map(s -> s.get("id").asInt()))
        .isSorted()
        .contains(id);
    assertThat(json.get(0).properties()).hasSize(29);
  }

  @Test
  void certificateMonitorsAskByRegionAndListRegionsAsNames() {
    String[] agent = {"User-Agent", "cert-mon/1.0"};

    assertThat(hub.get(SUBCLOUDS + "region-of-seen", agent).json().get("name").asText())
        .isEqualTo("seen");
    assertThat(hub.get(SUBCLOUDS + "seen", agent).status()).isEqualTo(404);
    assertThat(hub.get(SUBCLOUDS + id, agent).status()).isEqualTo(200);
    assertThat(hub.get(SUBCLOUDS, agent).json().get("subclouds").findValuesAsText("name"))
        .contains("region-of-seen")
        .doesNotContain("seen");
    assertThat(hub.get(SUBCLOUDS + "region-of-seen").status()).isEqualTo(404);
    assertThat(hub.get(SUBCLOUDS + "region-of-seen", "User-Agent", "dcmanager/1.0").status())
        .isEqualTo(200);
    assertThat(hub.delete(SUBCLOUDS + "region-of-seen", agent).status()).isEqualTo(404);
  }

  @Test
  void unknownReferencesAreNotFound() {
    for (var ref : new String[] {"nobody", "4711", "99999999999999999999", "a%00b", "%C3%28"}) {
      assertThat(hub.get(SUBCLOUDS + ref).body()).as(ref).contains("Subcloud not found");
      assertThat(hub.get(SUBCLOUDS + ref + "/detail").status()).as(ref).isEqualTo(404);
      assertThat(hub.patch(SUBCLOUDS + ref, Map.of("location", "x")).status()).isEqualTo(404);
      assertThat(hub.delete(SUBCLOUDS + ref).status()).as(ref).isEqualTo(404);
    }
  }

  @Test
  void inSyncIsOvertakenByANewerWantedRevisionOfAnyScope() {
    int group =
        hub.json(
                "POST",
                "/v1.0/subcloud-groups",
                """
                {"name": "overtaken", "description": "d", "update_apply_type": "parallel",
                 "max_parallel_subclouds": 1}\
                """)
            .json()
            .get("id")
            .asInt();
    int member = hub.added("overtaken-1", Map.of("group_id", String.valueOf(group)));
    hub.sql(
        "UPDATE subcloud_status SET sync_status = 'in-sync', wanted_revision = 100 WHERE"
            + " subcloud_id = "
            + member);
    head("fleet", 0, "platform", 100);
    head("group", group, "platform", 100);
    head("subcloud", member, "platform", 99);
    assertThat(status("overtaken-1", "platform")).isEqualTo("in-sync");

    head("group", group, "platform", 101);

    assertThat(status("overtaken-1", "platform")).isEqualTo("out-of-sync");
    assertThat(status("overtaken-1", "identity")).isEqualTo("in-sync");
    assertThat(overall("overtaken-1")).isEqualTo("out-of-sync");
    head("group", group, "platform", 1);
    head("subcloud", member, "identity", 101);
    assertThat(status("overtaken-1", "identity")).isEqualTo("out-of-sync");
  }

  @Test
  void anErrorIsShownWithWhatToDo() {
    int failed = hub.added("failed");
    hub.sql(
        "UPDATE subcloud SET deploy_status = 'bootstrap-failed', error_description ="
            + " 'FAILED. ERR_CODE = ping_bmc' WHERE id = "
            + failed);

    var error = hub.get(SUBCLOUDS + failed).json().get("error-description").asText();

    assertThat(error.lines()).hasSize(3).first().isEqualTo("FAILED. ERR_CODE = ping_bmc");
    assertThat(error).contains("BMC does not answer").contains("deploy resume");
  }

  @Test
  void adminAloneMayNotRead() {
    assertThat(hub.send("GET", SUBCLOUDS, "admin", null, null).status()).isEqualTo(403);
  }

  private static void head(String scope, int scopeId, String kind, int revision) {
    hub.sql(
        """
        INSERT INTO desired_head (scope_type, scope_id, kind, revision)
        VALUES ('%s', %d, '%s', %d)
        ON CONFLICT (scope_type, scope_id, kind) DO UPDATE SET revision = excluded.revision\
        """
            .formatted(scope, scopeId, kind, revision));
  }

  private static String status(String name, String kind) {
    var endpoints = hub.get(SUBCLOUDS + name).json().get("endpoint_sync_status");
    return StreamSupport.stream(endpoints.spliterator(), false)
        .filter(e -> e.get("endpoint_type").asText().equals(kind))
        .map(e -> e.get("sync_status").asText())
        .findFirst()
        .orElseThrow();
  }

  private static String overall(String name) {
    JsonNode list = hub.get(SUBCLOUDS).json().get("subclouds");
    return StreamSupport.stream(list.spliterator(), false)
        .filter(s -> s.get("name").asText().equals(name))
        .map(s -> s.get("sync_status").asText())
        .findFirst()
        .orElseThrow();
  }
}

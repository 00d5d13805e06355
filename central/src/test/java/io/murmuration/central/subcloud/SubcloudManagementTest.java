package io.murmuration.central.subcloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class SubcloudManagementTest {
  private static final String SUBCLOUDS = "/v1.0/subclouds/";
  private static final String T = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}";

  @AutoClose private static final TestHub hub = new TestHub();

  @Test
  void managingTakesAnewGenerationIntoAllRows() {
    int id = hub.online("managed");
    long changes = hub.count("change");

    var reply = hub.patch(SUBCLOUDS + "managed", Map.of("management-state", "managed"));

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.json().get("management-state").asText()).isEqualTo("managed");
    assertThat(reply.json().get("created-at").asText()).matches(T);
    assertThat(reply.json().get("updated-at").asText()).matches(T);
    assertThat(reply.json().properties()).hasSize(27);
    assertThat(hub.text("SELECT generation FROM subcloud WHERE id = " + id)).isEqualTo("2");
    assertThat(hub.count("subcloud_status WHERE generation = 2 AND subcloud_id = " + id))
        .isEqualTo(7);
    assertThat(hub.count("change")).isEqualTo(changes + 1);
    assertThat(hub.count("audit_trail WHERE what = 'manage subcloud'")).isPositive();
    assertThat(hub.patch(SUBCLOUDS + id, Map.of("management-state", "managed")).status())
        .isEqualTo(422);
  }

  @Test
  void managingNeedsADeployedSubcloudThatIsOnlineUnlessForced() {
    int id = hub.added("forced");
    var manage = Map.of("management-state", "managed");

    var notDeployed = hub.patch(SUBCLOUDS + id, manage);
    hub.deployStatus(id, "complete");
    var offline = hub.patch(SUBCLOUDS + id, manage);
    var forced = hub.patch(SUBCLOUDS + id, Map.of("management-state", "managed", "force", "Yes"));

    assertThat(notDeployed.status()).isEqualTo(422);
    assertThat(notDeployed.body()).contains("not-deployed");
    assertThat(offline.status()).isEqualTo(422);
    assertThat(offline.body()).contains("offline");
    assertThat(forced.status()).isEqualTo(200);
  }

  @Test
  void managingARehomePendingSubcloudCompletesIt() {
    int id = hub.added("rehomed");
    hub.deployStatus(id, "rehome-pending");

    var reply = hub.patch(SUBCLOUDS + id, Map.of("management-state", "managed"));

    assertThat(reply.json().get("deploy-status").asText()).isEqualTo("complete");
  }

  @Test
  void unmanagingForgetsAllStatusesButTheCertificates() {
    int id = hub.online("unmanaged");
    hub.patch(SUBCLOUDS + id, Map.of("management-state", "managed"));
    hub.sql("UPDATE subcloud_status SET sync_status = 'in-sync' WHERE subcloud_id = " + id);

    var reply = hub.patch(SUBCLOUDS + id, Map.of("management-state", "unmanaged"));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(
            hub.text(
                "SELECT string_agg(endpoint_type, ',') FROM subcloud_status"
                    + " WHERE sync_status = 'in-sync' AND subcloud_id = "
                    + id))
        .isEqualTo("dc-cert");
    assertThat(hub.count("subcloud_status WHERE generation = 3 AND subcloud_id = " + id))
        .isEqualTo(7);
    assertThat(hub.patch(SUBCLOUDS + id, Map.of("management-state", "unmanaged")).status())
        .isEqualTo(422);
  }

  @Test
  void unmanagingForMigrationMakesItRehomePending() {
    int id = hub.online("migrating");
    hub.patch(SUBCLOUDS + id, Map.of("management-state", "managed"));
    hub.sql("UPDATE subcloud_status SET sync_status = 'in-sync' WHERE subcloud_id = " + id);

    var stillManaged = hub.patch(SUBCLOUDS + id, Map.of("migrate", "true"));
    var reply =
        hub.patch(SUBCLOUDS + id, Map.of("management-state", "unmanaged", "migrate", "true"));

    assertThat(stillManaged.status()).isEqualTo(400);
    assertThat(reply.json().get("deploy-status").asText()).isEqualTo("rehome-pending");
    assertThat(hub.count("subcloud_status WHERE sync_status = 'unknown' AND subcloud_id = " + id))
        .isEqualTo(7);
  }

  @Test
  void operatorsManageAndAdministratorsDoTheRest() {
    int id = hub.online("roles");

    assertThat(hub.patchAs("operator", SUBCLOUDS + id, Map.of("location", "x")).status())
        .isEqualTo(403);
    assertThat(
            hub.patchAs("operator", SUBCLOUDS + id, Map.of("management-state", "managed")).status())
        .isEqualTo(200);
    assertThat(hub.patchAs("reader", SUBCLOUDS + id, Map.of("location", "x")).status())
        .isEqualTo(403);
  }
}

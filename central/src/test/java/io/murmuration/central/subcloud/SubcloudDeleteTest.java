package io.murmuration.central.subcloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.sync.model.SubcloudId;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("database")
class SubcloudDeleteTest {
  private static final String SUBCLOUDS = "/v1.0/subclouds/";

  @AutoClose private static final TestHub hub = new TestHub();

  @Test
  void aDeletedSubcloudLeavesNothingOfItsOwn() {
    int id = hub.added("gone");
    hub.sql(
        """
        INSERT INTO desired_item (scope_type, scope_id, kind, type, name, revision, presence)
        VALUES ('subcloud', %1$d, 'platform', 'dns', 'x', 1, 'present'),
               ('group', %1$d, 'platform', 'dns', 'x', 1, 'present');
        INSERT INTO desired_head (scope_type, scope_id, kind, revision)
        VALUES ('subcloud', %1$d, 'platform', 1)\
        """
            .formatted(id));

    var reply = hub.delete(SUBCLOUDS + "gone");

    assertThat(reply).isEqualTo(new TestHub.Reply(200, "null"));
    assertThat(hub.get(SUBCLOUDS + id).status()).isEqualTo(404);
    assertThat(hub.count("subcloud_status WHERE subcloud_id = " + id)).isZero();
    assertThat(hub.count("agent_session WHERE subcloud_id = " + id)).isZero();
    assertThat(hub.count("desired_item WHERE scope_id = " + id)).isEqualTo(1);
    assertThat(hub.count("desired_head WHERE scope_type = 'subcloud' AND scope_id = " + id))
        .isZero();
    assertThat(hub.count("change WHERE what = 'subcloud-deleted' AND scope_id = " + id))
        .isEqualTo(1);
    assertThat(hub.count("audit_trail WHERE target = 'subcloud gone (%d)'".formatted(id)))
        .isEqualTo(2);
    assertThat(hub.toldOfDeletion()).contains(new SubcloudId(id));
  }

  @Test
  void oneOfTheSameNameIsAnotherSubcloud() {
    int first = hub.added("phoenix");
    hub.delete(SUBCLOUDS + first);

    assertThat(hub.added("phoenix")).isGreaterThan(first);
  }

  @Test
  void aManagedOneIsKept() {
    int id = hub.online("kept");
    hub.patch(SUBCLOUDS + id, Map.of("management-state", "managed"));

    assertThat(hub.delete(SUBCLOUDS + id).status()).isEqualTo(400);
    assertThat(hub.delete(SUBCLOUDS + id, "User-Agent", "dcmanager/1.0").status()).isEqualTo(422);
    assertThat(hub.toldOfDeletion()).doesNotContain(new SubcloudId(id));
  }

  @Test
  void anOnlineOneMustBePoweredDownFirst() {
    int id = hub.online("awake");

    var reply = hub.delete(SUBCLOUDS + id);

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.body()).contains("must be powered down");
  }

  @ParameterizedTest
  @ValueSource(strings = {"installing", "rehome-pending", "enrolling"})
  void oneThatIsBeingWorkedOnIsKept(String status) {
    int id = hub.added("busy-" + status);
    hub.deployStatus(id, status);

    assertThat(hub.delete(SUBCLOUDS + id).status()).isEqualTo(400);
  }
}

package io.murmuration.central.subcloud.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.murmuration.central.cluster.LiveEntry;
import io.murmuration.central.cluster.LiveImage;
import io.murmuration.central.subcloud.TestHub;
import io.murmuration.central.testing.RestFixture;
import io.murmuration.schema.Database;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.model.SyncStatus;
import io.murmuration.sync.status.KindStatus;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("database")
class SubcloudStatusRoutesTest {
  private static final String SUBCLOUDS = "/v1.0/subclouds/";
  private static final UUID NODE = UUID.randomUUID();
  private static final AtomicLong nanos = new AtomicLong();
  private static final LiveImage live = new LiveImage(NODE, nanos::get);

  @AutoClose
  private static final TestHub hub =
      new TestHub(
          (transactions, _) -> List.of(new SubcloudStatusRoutes(transactions, live, nanos::get)));

  private static JsonNode status(String name) {
    var reply = hub.get(SUBCLOUDS + name + "/status/");
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.json();
  }

  private static JsonNode platform(String name) {
    return status(name)
        .get("endpoints")
        .valueStream()
        .filter(endpoint -> endpoint.get("endpoint_type").asText().equals("platform"))
        .findFirst()
        .orElseThrow();
  }

  /** Found as wanted at revision 5, two hours ago; last written down ten minutes ago. */
  private static int inSync(String name) {
    int id = hub.online(name);
    hub.sql(
        """
        UPDATE subcloud SET management_state = 'managed' WHERE id = %1$d;
        UPDATE agent_session SET connected_at = now() - interval '3 hours', agent_version = '1.2',
          availability_since = now() - interval '3 hours 4 minutes',
          availability_reason = 'the site reports that it is up' WHERE subcloud_id = %1$d;
        UPDATE subcloud_status SET sync_status = 'in-sync', wanted_revision = 5, held_revision = 5,
          reason = 'as wanted, read back at the site', since = now() - interval '2 hours',
          confirmed_at = now() - interval '10 minutes'
          WHERE subcloud_id = %1$d AND endpoint_type = 'platform'\
        """
            .formatted(id));
    return id;
  }

  @Test
  void activeAlarmsAreShownTheHubsOwnFirstAndTheWorstFirst() {
    int id = inSync("alarmed");
    hub.sql(
        """
        INSERT INTO alarm_record (subcloud_id, alarm_id, resource, severity, entity_instance_id,
          reason_text, cleared_at)
        VALUES (%1$d, '280.002', 'software', 'major', 'subcloud=alarmed.resource=software', 'r',
                NULL),
               (%1$d, '280.001', '', 'critical', 'subcloud=alarmed', 'was offline', now());
        INSERT INTO site_alarm (subcloud_id, alarm_id, entity_instance_id, severity, reason_text)
        VALUES (%1$d, '200.001', 'host=controller-0', 'minor', 'locked'),
               (%1$d, '100.104', 'host=controller-0', 'critical', 'disk full')\
        """
            .formatted(id));

    var alarms = status("alarmed").get("alarms");

    assertThat(alarms.findValuesAsText("alarm_id"))
        .containsExactly("280.002", "100.104", "200.001");
    assertThat(alarms.findValuesAsText("origin")).containsExactly("hub", "site", "site");
    assertThat(alarms.at("/1/reason_text").asText()).isEqualTo("disk full");
  }

  @Test
  void whileTheDatabaseDoesNotAnswerTheLastAnswerIsGivenWithItsAge() {
    inSync("frozen");
    var clock = new AtomicLong();
    var impatient = hub.database().settings().withStatementTimeout(Duration.ofSeconds(2));
    try (var database = Database.open(impatient);
        var rest =
            RestFixture.serving(
                new SubcloudStatusRoutes(database.transactions(), live, clock::get))) {
      var known = rest.get(SUBCLOUDS + "frozen/status");
      assertThat(known.headers().firstValue("age")).isEmpty();
      clock.addAndGet(Duration.ofSeconds(7).toNanos());
      hub.database()
          .database()
          .transactions()
          .runInTx(tx -> {
            tx.sql().execute("LOCK TABLE agent_session IN ACCESS EXCLUSIVE MODE");
            var aged = rest.get(SUBCLOUDS + "frozen/status");
            assertThat(aged.statusCode()).isEqualTo(200);
            assertThat(aged.body()).isEqualTo(known.body());
            assertThat(aged.headers().firstValue("age")).contains("7");
            assertThat(rest.get(SUBCLOUDS + "never-asked-for/status").statusCode()).isEqualTo(503);
          });
      var current = rest.get(SUBCLOUDS + "frozen/status");
      assertThat(current.headers().firstValue("age")).isEmpty();
    }
  }

  @Test
  void aNewSubcloudWaitsForItsAgent() {
    hub.added("new");

    var status = status("new");

    assertThat(status.at("/availability/status").asText()).isEqualTo("offline");
    assertThat(status.at("/availability/text").asText())
        .matches("offline for \\d+ s: no agent has connected yet");
    assertThat(status.at("/agent/text").asText()).isEqualTo("no agent has connected yet");
    assertThat(status.at("/agent/version").isNull()).isTrue();
    assertThat(status.at("/management/text").asText()).startsWith("unmanaged: ");
    assertThat(status.at("/deployment/status").asText()).isEqualTo("not-deployed");
    assertThat(status.at("/deployment/text").asText()).isEqualTo("not-deployed");
    assertThat(status.get("endpoints")).hasSize(Kind.values().length);
    assertThat(platform("new").get("text").asText())
        .startsWith("unknown for ")
        .endsWith("; the site was never looked at");
    assertThat(platform("new").get("confirmed-age-seconds").isNull()).isTrue();
  }

  @Test
  void oneInSyncSaysSinceWhenAndWhatItHolds() {
    inSync("good");

    var status = status("good");
    var platform = platform("good");

    assertThat(status.at("/availability/text").asText())
        .isEqualTo("online for 3 h 4 min: the site reports that it is up");
    assertThat(status.at("/availability/age-seconds").asLong()).isBetween(11_040L, 11_100L);
    assertThat(status.at("/availability/since").asText()).matches("\\d{4}-\\d\\d-\\d\\d [\\d:.]+");
    assertThat(status.at("/agent/text").asText()).startsWith("connected for 3 h 0 min");
    assertThat(status.at("/management/text").asText())
        .isEqualTo("managed: it is kept at what is wanted");
    assertThat(platform.get("sync_status").asText()).isEqualTo("in-sync");
    assertThat(platform.get("wanted-revision").asLong()).isEqualTo(5);
    assertThat(platform.get("held-revision").asLong()).isEqualTo(5);
    assertThat(platform.get("confirmed-or-later").asBoolean()).isTrue();
    assertThat(platform.get("text").asText())
        .startsWith("in-sync for 2 h 0 min: as wanted, read back at the site; ")
        .contains("looked at 10 min ")
        .endsWith("ago or later");
  }

  @Test
  void whatThisNodeHeardOfTheSiteIsNewerThanTheRow() {
    var id = new SubcloudId(inSync("heard"));
    var found = new KindStatus(SyncStatus.IN_SYNC, new Revision(5), new Revision(5), "as wanted");
    live.apply(
        NODE,
        List.of(new LiveEntry.OfKind(id, new SessionEpoch(1, 1), 1, Kind.PLATFORM, found, null)));
    live.observed(id, Kind.PLATFORM, Duration.ofSeconds(4));
    nanos.addAndGet(Duration.ofSeconds(3).toNanos());

    var platform = platform("heard");

    assertThat(platform.get("confirmed-age-seconds").asLong()).isEqualTo(7);
    assertThat(platform.get("confirmed-or-later").asBoolean()).isFalse();
    assertThat(platform.get("text").asText()).endsWith("; the site was looked at 7 s ago");
  }

  @Test
  void anInSyncThatANewerWishOvertookIsNotBelieved() {
    int id = inSync("overtaken");
    hub.sql(
        """
        INSERT INTO change (seq, what, scope_type, scope_id, at)
        VALUES (900, 'desired', 'subcloud', %1$d, now() - interval '90 seconds');
        INSERT INTO desired_head (scope_type, scope_id, kind, revision)
        VALUES ('subcloud', %1$d, 'platform', 900)\
        """
            .formatted(id));

    var platform = platform("overtaken");

    assertThat(platform.get("sync_status").asText()).isEqualTo("out-of-sync");
    assertThat(platform.get("wanted-revision").asLong()).isEqualTo(900);
    assertThat(platform.get("held-revision").asLong()).isEqualTo(5);
    assertThat(platform.get("text").asText())
        .startsWith("out-of-sync for 1 min 3")
        .contains("revision 900 is wanted by now");
  }

  @Test
  void aHoldAndAFailedDeploymentAreExplained() {
    int id = inSync("held");
    hub.sql(
        """
        UPDATE subcloud SET hold = 'conflict', deploy_status = 'bootstrap-failed',
          error_description = 'FAILED bootstrap playbook' WHERE id = %d\
        """
            .formatted(id));

    var status = status("held");

    assertThat(status.at("/management/hold").asText()).isEqualTo("conflict");
    assertThat(status.at("/management/text").asText()).endsWith("nothing is sent to it: conflict");
    assertThat(status.at("/deployment/text").asText())
        .isEqualTo("bootstrap-failed: FAILED bootstrap playbook");
  }

  @Test
  void anAgentThatLeftIsSaidToHaveLeft() {
    int id = inSync("left");
    hub.sql(
        "UPDATE agent_session SET ended_at = now() - interval '2 days 3 hours' WHERE subcloud_id = "
            + id);

    assertThat(status("left").at("/agent/text").asText()).isEqualTo("not connected for 2 d 3 h");
  }

  @Test
  void idsWorkAndTheDetailIsStillThere() {
    int id = hub.added("both");

    assertThat(status(String.valueOf(id)).get("name").asText()).isEqualTo("both");
    assertThat(hub.get(SUBCLOUDS + id + "/detail").json().has("oam_floating_ip")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody", "4711", "99999999999999999999", "a%00b"})
  void anUnknownSubcloudIsNotFound(String ref) {
    var reply = hub.get(SUBCLOUDS + ref + "/status");

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.body()).contains("Subcloud not found");
  }

  @Test
  void onlyReadersRead() {
    assertThat(hub.send("GET", SUBCLOUDS + "nobody/status", "admin", null, null).status())
        .isEqualTo(403);
    assertThat(hub.send("POST", SUBCLOUDS + "nobody/status", TestHub.ADMIN, null, null).status())
        .isEqualTo(405);
  }
}

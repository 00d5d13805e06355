package io.murmuration.central.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.alarm.AlarmRecordRepository.SiteAvailability;
import io.murmuration.schema.testing.TestDatabase;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.status.Availability;
import io.murmuration.sync.status.SiteVerdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An agent that runs at the centre and is not heard any more is not a site that is offline. */
@Tag("database")
final class AgentLostTest {
  private static final SubcloudId HOSTED = new SubcloudId(1);
  private static final SubcloudId ON_SITE = new SubcloudId(2);
  private static final String LOST = "280.901 major subcloud=hosted.agent";
  private static final String OFFLINE = "280.001 critical subcloud=hosted";

  @AutoClose private final TestDatabase database = TestDatabase.fresh();
  private final AlarmRecordRepository alarms = new AlarmRecordRepository();

  @BeforeEach
  void connected() {
    database.execute(
        """
        INSERT INTO subcloud (name, software_version, management_state, deploy_status,
          region_name, management_subnet, management_gateway_ip, management_start_ip,
          management_end_ip, systemcontroller_gateway_ip, external_oam_subnet_ip_family)
        SELECT name, '1', 'managed', 'complete', name, '', '', '', '', '', ''
          FROM unnest(ARRAY['hosted', 'on-site']) AS name;
        INSERT INTO agent_session (subcloud_id, agent_version, connected_at)
        VALUES (1, 'hosted 1.0', now()), (2, '1.0', now());
        """);
  }

  private void said(SiteAvailability... said) {
    database.database().transactions().runInTx(tx -> alarms.sites(tx, List.of(said)));
  }

  private List<String> active() {
    return database
        .database()
        .transactions()
        .inTx(tx ->
            tx.sql()
                .fetch(
                    "SELECT alarm_id || ' ' || severity || ' ' || entity_instance_id FROM alarm_record"
                        + " WHERE cleared_at IS NULL ORDER BY 1")
                .map(row -> row.get(0, String.class)));
  }

  private static SiteAvailability up(SubcloudId id) {
    return new SiteAvailability(id, true, true, false);
  }

  private static SiteAvailability saysDown(SubcloudId id) {
    return new SiteAvailability(id, false, true, false);
  }

  @Test
  void aHostedAgentThatIsLostIsAnAlarmOfItsOwnUntilItIsHeardAgain() {
    said(SiteAvailability.lost(HOSTED), SiteAvailability.lost(ON_SITE));
    assertThat(active()).containsExactly("280.001 critical subcloud=on-site", LOST);
    said(up(HOSTED), up(ON_SITE));
    assertThat(active()).isEmpty();
  }

  @Test
  void aSiteThatSaysItIsDownIsOfflineWhoeverSaysSo() {
    said(saysDown(HOSTED));
    assertThat(active()).containsExactly(OFFLINE);
    said(SiteAvailability.lost(HOSTED));
    assertThat(active()).as("nothing better is known of it").containsExactly(OFFLINE, LOST);
    said(saysDown(HOSTED));
    assertThat(active()).containsExactly(OFFLINE);
  }

  @Test
  void anAgentThatWasRevokedIsNotMissed() {
    said(SiteAvailability.lost(HOSTED));
    said(SiteAvailability.withdrawn(HOSTED));
    assertThat(active()).containsExactly(OFFLINE);
  }

  @Test
  void silenceIsUnheardAndAFailureToldIsNot() {
    var online = Availability.opening(true, SiteVerdict.up(1));
    assertThat(online.isUnheard()).isFalse();
    assertThat(online.silent(Duration.ofSeconds(30)).isUnheard()).isTrue();
    var down = online.verdict(SiteVerdict.down(2, "a")).verdict(SiteVerdict.down(3, "a"));
    assertThat(down.online()).isFalse();
    assertThat(down.isUnheard()).isFalse();
  }
}

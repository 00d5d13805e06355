package io.murmuration.central.subcloud.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.schema.testing.TestDatabase;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class FleetAddressesTest {
  @AutoClose private final TestDatabase database = TestDatabase.fresh();
  private final FleetAddresses addresses = new FleetAddresses();

  private long statementsOfAQuestion() {
    var before = database.database().statements().now();
    database
        .database()
        .transactions()
        .runInTx(tx -> assertThat(addresses.upToDate(tx)).isNotNull());
    return database.database().statements().now().since(before).reads();
  }

  @Test
  void aSubcloudWithoutANetworkIsNotReadAnewByEachQuestion() {
    database.execute(
        """
        INSERT INTO subcloud (name, software_version, deploy_status, region_name, management_subnet,
          management_gateway_ip, management_start_ip, management_end_ip,
          systemcontroller_gateway_ip, external_oam_subnet_ip_family)
        VALUES ('a', '25.09', 'complete', 'ra', '10.1.0.0/24', '', '10.1.0.2', '10.1.0.9', '', ''),
               ('b', '25.09', 'complete', 'rb', '', '', '', '', '', '')
        """);
    assertThat(statementsOfAQuestion()).as("built").isEqualTo(2);
    assertThat(statementsOfAQuestion()).as("known").isEqualTo(1);
    database.execute("DELETE FROM subcloud WHERE name = 'b'");
    assertThat(statementsOfAQuestion()).as("gone without a change").isEqualTo(2);
    assertThat(statementsOfAQuestion()).isEqualTo(1);
  }
}

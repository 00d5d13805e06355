package io.murmuration.central.subcloud.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.api.Problem;
import io.murmuration.central.subcloud.bootstrap.AddressPlan;
import io.murmuration.central.subcloud.bootstrap.SystemController;
import io.murmuration.central.subcloud.document.SiteValues;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderRulesTest {
  private static final String BOOTSTRAP =
      """
      name: edge-1
      system_mode: simplex
      management_subnet: 10.1.0.0/24
      management_start_address: 10.1.0.2
      management_end_address: 10.1.0.50
      management_gateway_address: 10.1.0.1
      systemcontroller_gateway_address: 192.168.204.101
      external_oam_subnet: 172.16.0.0/24
      external_oam_gateway_address: 172.16.0.1
      external_oam_floating_address: 172.16.0.12
      """;
  private static final String INSTALL =
      """
      bootstrap_interface: eno1
      bootstrap_address: 172.16.0.5
      bootstrap_address_prefix: 24
      install_type: 2
      bmc_address: 172.16.0.9
      bmc_username: installer
      """;
  private static final byte[] FILE = "kind: System\n".getBytes(StandardCharsets.UTF_8);

  private final OrderRules rules =
      new OrderRules(new SystemController("25.09", Set.of("24.09"), "RegionOne", List.of()));

  @Test
  void aCompleteOrderIsASiteWithInstallValues() {
    var found = check(new Sent().with("bmc_password", "eA==").install(INSTALL).config());

    assertThat(found.early()).isEmpty();
    assertThat(found.late()).isEmpty();
    assertThat(found.site()).isNotNull();
    assertThat(found.install()).isNotNull();
  }

  @Test
  void allMistakesOfAllDocumentsComeInTheContractsOrder() {
    var found =
        check(
            new Sent()
                .bootstrap(BOOTSTRAP.replace("10.1.0.50", "10.1.9.50").replace("name: e", "nam: e"))
                .with("enroll", "maybe")
                .with("sysadmin_password", "###")
                .with("release", "1.0")
                .install(INSTALL.replace("install_type: 2", "install_type: 9"))
                .config());

    assertThat(found.early())
        .extracting(Problem::field)
        .containsExactly("enroll", "sysadmin_password", "name", "release");
    assertThat(found.late())
        .extracting(Problem::field)
        .containsExactly("management_end_address", "bmc_password", "install_type");
    assertThat(found.site()).isNull();
    assertThat(found.install()).isNull();
    assertThat(found.toString()).doesNotContain("###");
  }

  @Test
  void whatIsNoFileComesFirst() {
    var order =
        new SiteOrder(
            Road.ADD,
            SiteValues.read("bootstrap_values", "[").under(Map.of("migrate", "x")),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(new Problem("install_values", "a plain field", "a file")));

    var found = rules.check(order, new AddressPlan(), _ -> List.of());

    assertThat(found.early())
        .extracting(Problem::field)
        .containsExactly("install_values", "bootstrap_values", "migrate", "sysadmin_password");
    assertThat(found.late()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "migrate, maybe, migrate",
    "enroll, 1, enroll",
    "on_site, x, on_site",
    "secondary, x, secondary",
    "release, 99.99, release",
    "sysadmin_password, '', sysadmin_password"
  })
  void eachFieldIsCheckedBeforeTheName(String field, String value, String complained) {
    assertThat(check(new Sent().with(field, value)).early())
        .extracting(Problem::field)
        .contains(complained);
  }

  @Test
  void flagsThatExcludeEachOtherAreTold() {
    var both = new Sent().with("migrate", "true").with("enroll", "true");
    var copyOfMigrated = new Sent().with("secondary", "true").with("migrate", "false");

    assertThat(first(check(both))).isEqualTo("migrate");
    assertThat(first(check(copyOfMigrated))).isEqualTo("secondary");
    assertThat(first(check(new Sent().with("migrate", "true").config())))
        .isEqualTo("deploy_config");
    assertThat(
            first(check(new Sent().with("secondary", "false").with("region_name", "r").config())))
        .isEqualTo("deploy_config");
  }

  @Test
  void aMigratedSiteKeepsItsName() {
    assertThat(first(check(new Sent().with("migrate", "true").with("name", "other"))))
        .isEqualTo("name");
    assertThat(check(new Sent().with("migrate", "true").with("name", "edge-1")).early()).isEmpty();
    assertThat(check(new Sent().with("name", "other")).early()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void aSecondaryNeedsARegionAndNoPassword(String secondary) {
    var sent = new Sent().with("secondary", secondary).without("sysadmin_password");

    assertThat(first(check(sent))).isEqualTo("region_name");
    assertThat(check(sent.with("region_name", "far-away")).early()).isEmpty();
  }

  @Test
  void anEnrolmentNeedsInstallValuesAndMayBeOnSite() {
    assertThat(check(new Sent().with("enroll", "true")).late())
        .extracting(Problem::field)
        .containsExactly("install_values");
    assertThat(check(new Sent().with("on_site", "true")).late())
        .extracting(Problem::expected)
        .containsExactly("only together with enroll=true");
    assertThat(
            check(
                    new Sent()
                        .with("enroll", "true")
                        .with("on_site", "true")
                        .install("bootstrap_interface: eno1\n"))
                .late())
        .isEmpty();
  }

  @Test
  void aPhasedOrderNeedsAnAddressButNoPassword() {
    var sent = new Sent().without("sysadmin_password");

    assertThat(first(rules.check(sent.order(Road.CREATE), new AddressPlan(), _ -> List.of())))
        .isEqualTo("bootstrap-address");
    assertThat(
            rules
                .check(
                    sent.with("bootstrap-address", "10.9.9.9").order(Road.CREATE),
                    new AddressPlan(),
                    _ -> List.of())
                .site())
        .isNotNull();
  }

  @Test
  void aDeployConfigurationNeedsTheFilesOfItsRelease() {
    var sent = new Sent().with("release", "24.09").config();

    var found = rules.check(sent.order(Road.ADD), new AddressPlan(), release -> List.of(release));

    assertThat(found.late())
        .extracting(Problem::given)
        .containsExactly("given without 24.09 of release 24.09");
  }

  private OrderRules.Findings check(Sent sent) {
    return rules.check(sent.order(Road.ADD), new AddressPlan(), _ -> List.of());
  }

  private static String first(OrderRules.Findings found) {
    return found.early().getFirst().field();
  }

  /** An order as somebody might send it. */
  private static final class Sent {
    private final Map<String, String> fields =
        new LinkedHashMap<>(Map.of("sysadmin_password", "eA=="));
    private String bootstrap = BOOTSTRAP;
    private Optional<SiteValues> install = Optional.empty();
    private Optional<Attachment> config = Optional.empty();

    Sent with(String field, String value) {
      fields.put(field, value);
      return this;
    }

    Sent without(String field) {
      fields.remove(field);
      return this;
    }

    Sent bootstrap(String yaml) {
      bootstrap = yaml;
      return this;
    }

    Sent install(String yaml) {
      install = Optional.of(SiteValues.read("install_values", yaml));
      return this;
    }

    Sent config() {
      config = Optional.of(new Attachment("site.yaml", FILE));
      return this;
    }

    SiteOrder order(Road road) {
      return new SiteOrder(
          road,
          SiteValues.read("bootstrap_values", bootstrap).under(fields),
          install,
          config,
          Optional.empty(),
          List.of());
    }
  }
}

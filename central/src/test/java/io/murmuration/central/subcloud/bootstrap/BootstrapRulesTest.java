package io.murmuration.central.subcloud.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.api.Problem;
import io.murmuration.central.subcloud.document.SiteValues;
import io.murmuration.central.subcloud.net.IpAddress;
import io.murmuration.central.subcloud.net.IpFamily;
import io.murmuration.central.subcloud.net.IpNetwork;
import io.murmuration.central.subcloud.net.IpRange;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BootstrapRulesTest {
  private static final SystemController CONTROLLER =
      new SystemController(
          "25.09",
          Set.of("24.09"),
          "RegionOne",
          List.of(
              new SystemController.Pool(
                  network("192.168.204.0/24"), range("192.168.204.2", "192.168.204.100")),
              new SystemController.Pool(network("fd00::/64"), range("fd00::1", "fd00::ff"))));

  static final String VALID =
      """
      name: edge-1
      description: Harbour
      system_mode: duplex
      management_subnet: 192.168.101.0/24
      management_start_address: 192.168.101.2
      management_end_address: 192.168.101.50
      management_gateway_address: 192.168.101.1
      systemcontroller_gateway_address: 192.168.204.101
      external_oam_subnet: 10.10.10.0/24
      external_oam_gateway_address: 10.10.10.1
      external_oam_floating_address: 10.10.10.12
      """;

  private final AddressPlan others = new AddressPlan();

  @Test
  void validIpv4ValuesBecomeAPlan() {
    var plan = plan(VALID);

    assertThat(plan.name()).isEqualTo("edge-1");
    assertThat(plan.description()).isEqualTo("Harbour");
    assertThat(plan.location()).isNull();
    assertThat(plan.subnet()).hasToString("192.168.101.0/24");
    assertThat(plan.range()).hasToString("192.168.101.2-192.168.101.50");
    assertThat(plan.gateway()).hasToString("192.168.101.1");
    assertThat(plan.systemControllerGateway()).hasToString("192.168.204.101");
    assertThat(plan.oamFamily()).isEqualTo(IpFamily.V4);
  }

  @Test
  void ofDualStackValuesThePrimaryOnesAreKeptInCanonicalText() {
    var plan =
        plan(
            """
            name: edge-1
            system_mode: duplex
            management_subnet: FD01:0::/64,192.168.101.0/24
            management_start_address: fd01::0002,192.168.101.2
            management_end_address: fd01::0050,192.168.101.50
            management_gateway_address: fd01::0001,192.168.101.1
            systemcontroller_gateway_address: fd00::0100,192.168.204.101
            external_oam_subnet: 10.10.10.0/24,fd02::/64
            external_oam_gateway_address: 10.10.10.1,fd02::1
            external_oam_floating_address: 10.10.10.12,fd02::12
            """);

    assertThat(plan.range()).hasToString("fd01::2-fd01::50");
    assertThat(plan.systemControllerGateway()).hasToString("fd00::100");
    assertThat(plan.oamFamily()).isEqualTo(IpFamily.V4);
  }

  @Test
  void anAdminNetworkIsTheOneThatIsUsed() {
    var plan =
        plan(
            VALID.replace("management_gateway_address: 192.168.101.1\n", "")
                + """
                admin_subnet: 192.168.102.0/24
                admin_start_address: 192.168.102.2
                admin_end_address: 192.168.102.50
                admin_gateway_address: 192.168.102.1
                """);

    assertThat(plan.subnet()).hasToString("192.168.102.0/24");
    assertThat(plan.gateway()).hasToString("192.168.102.1");
  }

  @Test
  void aSimplexSiteMayNameItsOneAddressOnly() {
    var plan =
        plan(
            VALID
                    .replace("duplex", "simplex")
                    .replace("management_start_address: 192.168.101.2\n", "")
                    .replace("management_end_address: 192.168.101.50\n", "")
                    .replace("192.168.101.0/24", "192.168.101.0/30")
                + "management_floating_address: 192.168.101.2\n");

    assertThat(plan.range()).hasToString("192.168.101.2-192.168.101.2");
  }

  @Test
  void anEmptySystemModeIsAMissingOne() {
    assertThat(check(VALID.replace("duplex", "''")).early())
        .extracting(Problem::text)
        .containsExactly(
            "line 3, column 14: system_mode: an empty text (expected: system_mode required)");
  }

  @Test
  void missingKeysAreNamedInTheContractsOrder() {
    var findings = check("unknown_key: 1\n");

    assertThat(findings.early().stream().map(Problem::field))
        .containsExactly(
            "name",
            "system_mode",
            "management_subnet",
            "management_start_address",
            "management_end_address",
            "management_gateway_address",
            "systemcontroller_gateway_address",
            "external_oam_subnet",
            "external_oam_gateway_address",
            "external_oam_floating_address");
    assertThat(findings.early().getFirst().text())
        .isEqualTo("name: nothing (expected: name required)");
    assertThat(findings.plan()).isNull();
  }

  @Test
  void oneAdminValueAsksForAllFour() {
    var findings = check(VALID + "admin_subnet: 192.168.102.0/24\n");

    assertThat(findings.early().stream().map(Problem::field))
        .containsExactly("admin_start_address", "admin_end_address", "admin_gateway_address");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name: edge-1 | name: 42 | name | a text of one line",
        "name: edge-1 | name: '4711' | name | no digit",
        "name: edge-1 | name: SystemController | name | not the system controller's own",
        "name: edge-1 | name: RegionOne | name | not the system controller's own",
        "name: edge-1 | name: [a] | name | a text of one line",
        "192.168.101.0/24 | 192.168.101.0/30 | management_subnet | at least 8 addresses",
        "192.168.101.0/24 | 192.168.101.0/33 | management_subnet | a network such as",
        "192.168.101.0/24 | 192.168.101.0 | management_subnet | at least 8 addresses",
        "192.168.101.0/24 | fd01::/48 | management_subnet | IPv6 prefix length of at least 64",
        "192.168.101.0/24 | '192.168.101.0/24,10.0.0.0/24' | management_subnet | of different IP families",
        "_start_address: 192.168.101.2 | _start_address: 192.168.9.2 | management_start_address | an address in 192.168.101.0/24",
        "_start_address: 192.168.101.2 | _start_address: x | management_start_address | an IP address",
        "_start_address: 192.168.101.2 | _start_address: 'fd01::2' | management_start_address | of the families [IPv4]",
        "_start_address: 192.168.101.2 | _start_address: 192.168.101.51 | management_start_address | not above the end address 192.168.101.50",
        "_start_address: 192.168.101.2 | _start_address: 192.168.101.49 | management_start_address | at least 3 addresses",
        "_end_address: 192.168.101.50 | _end_address: 192.168.101.255 | management_end_address | not the broadcast address",
        "management_gateway_address: 192.168.101.1 | management_gateway_address: 192.168.101.7 | management_gateway_address | outside the range",
        "management_gateway_address: 192.168.101.1 | management_gateway_address: 10.0.0.1 | management_gateway_address | an address in 192.168.101.0/24",
        "192.168.204.101 | 192.168.204.99 | systemcontroller_gateway_address | outside the system controller's own range",
        "192.168.204.101 | 192.168.205.1 | systemcontroller_gateway_address | in the system controller's 192.168.204.0/24",
        "192.168.204.101 | 'fd00::100' | systemcontroller_gateway_address | an IPv4 address",
        "10.10.10.0/24 | 10.10.10.0/31 | external_oam_subnet | at least 3 addresses",
        "_address: 10.10.10.12 | _address: 10.10.11.12 | external_oam_floating_address | an address in 10.10.10.0/24",
        "description: Harbour | description: [a] | description | a text of at most 255",
        "description: Harbour | bootstrap-address: 2620:10a::wut | bootstrap-address | an IP address",
      })
  void eachRuleNamesFieldAndExpectation(String from, String to, String field, String expected) {
    var findings = check(VALID.replace(from, to));

    assertThat(findings.plan()).isNull();
    assertThat(findings.late()).hasSize(1);
    assertThat(findings.late().getFirst().field()).isEqualTo(field);
    assertThat(findings.late().getFirst().expected()).contains(expected);
  }

  @Test
  void allMistakesAreFoundAtOnceWithTheirPlaces() {
    var findings =
        check(
            VALID
                .replace("name: edge-1", "name: 7")
                .replace("192.168.101.50", "192.168.101.300")
                .replace("10.10.10.0/24", "ten")
                .replace("system_mode: duplex\n", ""));

    assertThat(findings.early().stream().map(Problem::field)).containsExactly("system_mode");
    assertThat(findings.late().stream().map(Problem::text))
        .containsExactly(
            "line 1, column 7: name: 7 (expected: a text of one line with at least one character"
                + " that is no digit)",
            "line 5, column 25: management_end_address: 192.168.101.300 (expected: an IP address)",
            "line 8, column 22: external_oam_subnet: ten (expected: a network such as 192.0.2.0/24"
                + " or 2001:db8::/64)");
  }

  @Test
  void bothGatewaysOrAnUnlikeFloatingAddressAreRefused() {
    var findings =
        check(
            VALID
                + """
                management_floating_address: 192.168.101.3
                admin_subnet: 192.168.102.0/24
                admin_start_address: 192.168.102.2
                admin_end_address: 192.168.102.50
                admin_gateway_address: 192.168.102.1
                """);

    assertThat(findings.early().stream().map(Problem::field))
        .containsExactly("management_floating_address", "management_gateway_address");
  }

  @Test
  void anotherSubcloudsRangeMayNotBeTouchedButItsSubnetMayBeShared() {
    others.put(
        new AddressPlan.Site(
            1, "edge-0", network("192.168.101.0/24"), range("192.168.101.50", "192.168.101.60")));

    assertThat(check(VALID).late())
        .singleElement()
        .satisfies(p -> assertThat(p.field()).isEqualTo("management_start_address"))
        .satisfies(p -> assertThat(p.expected()).contains("edge-0", "192.168.101.50"));
    assertThat(check(VALID.replace("101.50", "101.49")).plan()).isNotNull();
  }

  @Test
  void theOamSubnetMayNotStartInAnotherSubcloudsManagementSubnet() {
    others.put(
        new AddressPlan.Site(
            1, "edge-0", network("10.10.0.0/16"), range("10.10.99.1", "10.10.99.9")));

    assertThat(check(VALID).late())
        .singleElement()
        .satisfies(p -> assertThat(p.field()).isEqualTo("external_oam_subnet"))
        .satisfies(p -> assertThat(p.expected()).contains("edge-0"));
  }

  @Test
  void withoutKnownPoolsTheRouteBackIsNotComparedWithThem() {
    var unknown = new SystemController("25.09", Set.of(), "RegionOne", List.of());
    var input = SiteValues.read("bootstrap_values", VALID.replace("192.168.204.101", "172.16.0.1"));

    assertThat(new BootstrapRules(unknown).check(input, others).plan()).isNotNull();
  }

  @Test
  void aFormFieldHidesTheFilesKey() {
    var input = SiteValues.read("bootstrap_values", VALID).under(Map.of("name", "other"));

    assertThat(Objects.requireNonNull(rules().check(input, others).plan()).name())
        .isEqualTo("other");
  }

  private SitePlan plan(String yaml) {
    var findings = check(yaml);
    assertThat(findings.early()).isEmpty();
    assertThat(findings.late()).isEmpty();
    return Objects.requireNonNull(findings.plan());
  }

  private BootstrapRules.Findings check(String yaml) {
    return rules().check(SiteValues.read("bootstrap_values", yaml), others);
  }

  private static BootstrapRules rules() {
    return new BootstrapRules(CONTROLLER);
  }

  private static IpNetwork network(String text) {
    return IpNetwork.parse(text).orElseThrow();
  }

  private static IpRange range(String start, String end) {
    return new IpRange(IpAddress.parse(start).orElseThrow(), IpAddress.parse(end).orElseThrow());
  }
}

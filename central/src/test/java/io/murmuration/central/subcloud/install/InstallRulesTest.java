package io.murmuration.central.subcloud.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.api.Problem;
import io.murmuration.central.subcloud.document.SiteValues;
import io.murmuration.central.subcloud.net.IpFamily;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstallRulesTest {
  private static final String VALID =
      """
      bootstrap_interface: eno1
      bootstrap_address: 198.51.100.5
      bootstrap_address_prefix: 24
      install_type: 2
      bmc_address: 203.0.113.9
      bmc_username: installer
      """;

  private static final InstallContext REMOTE = context(false, "Ym1j", StoredInstall.NONE);

  @Test
  void validValuesAreCompletedByReleaseAndPassword() {
    var found = InstallRules.check(values(VALID + "image: http://x/y.iso\n"), REMOTE);

    assertThat(found.problems()).isEmpty();
    var json = Objects.requireNonNull(found.values());
    assertThat(json.get("software_version").asText()).isEqualTo("25.09");
    assertThat(json.get("bmc_password").asText()).isEqualTo("Ym1j");
    assertThat(json.get("install_type").isInt() || json.get("install_type").isLong()).isTrue();
    assertThat(json.has("image")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "software_version: 25.09",
        "persistent_size: 30000",
        "hw_settle: 0",
        "extra_boot_params: a=1",
        "nexthop_gateway: 198.51.100.1",
        "rd.net.timeout.ipv6dad: 1",
        "rvmc_debug_level: 4",
        "anything_else: [1, 2]"
      })
  void optionalValuesAtTheirBoundsAreFine(String line) {
    assertThat(check(VALID + line + "\n", REMOTE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"255.255.254.0", "24", "0.0.0.0", "255.255.255.255"})
  void aNetworkMayHaveANetmaskOrAPrefixLength(String mask) {
    assertThat(check(VALID + network("198.51.100.0", mask), REMOTE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bootstrap_interface: eno1 | x: 1 | bootstrap_interface | required",
        "bootstrap_address: 198.51.100.5 | bootstrap_address: ~ | bootstrap_address | required",
        "bootstrap_address_prefix: 24 | x: 1 | bootstrap_address_prefix | required",
        "install_type: 2 | x: 1 | install_type | required",
        "bmc_address: 203.0.113.9 | x: 1 | bmc_address | required",
        "bmc_username: installer | x: 1 | bmc_username | required",
        "install_type: 2 | install_type: '2' | install_type | from 0 to 5",
        "install_type: 2 | install_type: 6 | install_type | from 0 to 5",
        "install_type: 2 | install_type: -1 | install_type | from 0 to 5",
        "198.51.100.5 | 198.51.100.256 | bootstrap_address | an IP address",
        "203.0.113.9 | 203.0.113.wut | bmc_address | an IP address",
        "bmc_username: | nexthop_gateway: 'fd00::1' # | bmc_username | required",
      })
  void eachChangedValueIsNamedWithWhatWasExpected(
      String from, String to, String field, String expected) {
    var problems = check(VALID.replace(from, to), REMOTE);

    assertThat(problems).extracting(Problem::field).contains(field);
    assertThat(problems.getFirst().expected()).contains(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "software_version: 24.09 | software_version | 25.09, the release",
        "persistent_size: 29999 | persistent_size | at least 30000",
        "persistent_size: '40000' | persistent_size | not quoted",
        "persistent_size: 4000o | persistent_size | at least 30000",
        "hw_settle: -1 | hw_settle | at least 0",
        "extra_boot_params: '' | extra_boot_params | boot parameters",
        "extra_boot_params: None | extra_boot_params | boot parameters",
        "extra_boot_params: | extra_boot_params | boot parameters",
        "nexthop_gateway: 'fd00::1' | nexthop_gateway | an IPv4 address",
        "nexthop_gateway: x | nexthop_gateway | an IP address",
        "rd.net.timeout.ipv6dad: 0 | rd.net.timeout.ipv6dad | at least 1",
        "rvmc_debug_level: 5 | rvmc_debug_level | from 0 to 4",
        "network_address: 198.51.100.0 | nexthop_gateway | required with network_address"
      })
  void eachOptionalValueIsCheckedIfItIsThere(String line, String field, String expected) {
    var problems = check(VALID + line + "\n", REMOTE);

    assertThat(problems.getFirst().field()).isEqualTo(field);
    assertThat(problems.getFirst().expected()).contains(expected);
    assertThat(problems.getFirst().text()).contains("expected");
  }

  @ParameterizedTest
  @CsvSource({
    "fd01:6::0, 32, network_address",
    "198.51.100.0, junk, network_mask",
    "198.51.100.0, 33, network_mask",
    "198.51.100.0, 255.0.255.0, network_mask",
    "198.51.100.0, ffff::, network_mask",
    "junk, 24, network_address"
  })
  void aNetworkIsOfTheBootstrapFamilyWithARealMask(String address, String mask, String field) {
    assertThat(check(VALID + network(address, mask), REMOTE))
        .extracting(Problem::field)
        .containsExactly(field);
  }

  @Test
  void theBmcIsOfTheFamilyOfBootstrapAddressAndOamNetwork() {
    var other = VALID.replace("203.0.113.9", "'fd00::9'");

    assertThat(check(other, REMOTE))
        .extracting(Problem::expected)
        .containsExactly(
            "an IPv4 address, as bootstrap_address", "an IPv4 address, as the primary OAM network");
  }

  @ParameterizedTest
  @CsvSource({"'', nothing", "'###', a value that is not base64"})
  void theBmcPasswordComesBesideTheFileInBase64(String password, String given) {
    var context = context(false, password.isEmpty() ? null : password, StoredInstall.NONE);

    assertThat(check(VALID, context))
        .singleElement()
        .satisfies(p -> assertThat(p.field()).isEqualTo("bmc_password"))
        .satisfies(p -> assertThat(p.given()).startsWith(given).doesNotContain("###"));
  }

  @Test
  void onSiteOnlyTheInterfaceIsNeededAndTheAddressFallsBack() {
    var context = context(true, null, StoredInstall.NONE);
    var found = InstallRules.check(values("bootstrap_interface: eno1\n"), context);

    assertThat(found.problems()).isEmpty();
    assertThat(Objects.requireNonNull(found.values()).get("bootstrap_address").asText())
        .isEqualTo("198.51.100.77");
    assertThat(check("bootstrap_address: 198.51.100.5\n", context))
        .extracting(Problem::field)
        .containsExactly("bootstrap_interface");
  }

  @Test
  void aForgottenValueIsToldTogetherWithTheStoredOne() {
    var stored = StoredInstall.of("{\"bmc_username\": \"root\"}");

    assertThat(
            check(VALID.replace("bmc_username: installer\n", ""), context(false, "eA==", stored)))
        .singleElement()
        .satisfies(p -> assertThat(p.expected()).endsWith("bmc_username required; stored is root"));
  }

  @Test
  void allMistakesComeInTheContractsOrderWithTheirPlaces() {
    var problems =
        check(
            """
            rvmc_debug_level: 9
            bmc_address: x
            install_type: "3"
            persistent_size: 1
            software_version: 1.0
            """,
            context(false, null, StoredInstall.NONE));

    assertThat(problems)
        .extracting(Problem::field)
        .containsExactly(
            "bmc_password",
            "software_version",
            "persistent_size",
            "bootstrap_interface",
            "bootstrap_address",
            "bootstrap_address_prefix",
            "bmc_username",
            "install_type",
            "bmc_address",
            "rvmc_debug_level");
    assertThat(problems.get(1).text()).startsWith("line 5, column 19: software_version: 1.0");
  }

  @Test
  void aFileThatIsNoMappingIsItsOnlyProblem() {
    assertThat(check("[1]\n", context(false, null, StoredInstall.NONE)))
        .extracting(Problem::field)
        .containsExactly("install_values");
  }

  @Test
  void whatCannotBeReadOfStoredValuesIsNoHelpAndNoFault() {
    assertThat(StoredInstall.of("{").text("bmc_username")).isEmpty();
    assertThat(StoredInstall.of(null).text("bmc_username")).isEmpty();
  }

  private static String network(String address, String mask) {
    return "nexthop_gateway: 198.51.100.1\nnetwork_address: '%s'\nnetwork_mask: '%s'\n"
        .formatted(address, mask);
  }

  private static List<Problem> check(String yaml, InstallContext context) {
    return InstallRules.check(values(yaml), context).problems();
  }

  private static SiteValues values(String yaml) {
    return SiteValues.read(InstallRules.PART, yaml);
  }

  private static InstallContext context(
      boolean onSite, @Nullable String password, StoredInstall stored) {
    return new InstallContext(
        "25.09",
        onSite,
        Optional.ofNullable(password),
        Optional.of(IpFamily.V4),
        Optional.of("198.51.100.77"),
        stored);
  }
}

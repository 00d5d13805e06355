package io.murmuration.central.subcloud.order;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.subcloud.bootstrap.AddressPlan;
import io.murmuration.central.subcloud.bootstrap.SystemController;
import io.murmuration.central.subcloud.bootstrap.SystemController.Pool;
import io.murmuration.central.subcloud.document.SiteValues;
import io.murmuration.central.yaml.YamlDocument;
import io.murmuration.central.yaml.YamlReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files in {@code deploy/examples/sites}. */
class ExamplesTest {
  private static final Path SITES = Path.of("../deploy/examples/sites");
  private static final List<String> NAMES =
      List.of(
          "ipv4-simplex",
          "ipv4-duplex",
          "ipv6-simplex",
          "ipv6-duplex",
          "dual-simplex",
          "dual-duplex");

  private final OrderRules rules =
      new OrderRules(
          new SystemController(
              "25.09",
              Set.of(),
              "RegionOne",
              Stream.of(
                      "192.168.204.0/24=192.168.204.2-192.168.204.50",
                      "2001:db8:204::/64=2001:db8:204::2-2001:db8:204::50")
                  .map(pool -> Pool.parse(pool).orElseThrow())
                  .toList()));

  @Test
  void allSitesAreValidAndFitIntoOneFleet() throws IOException {
    var fleet = new AddressPlan();
    for (int i = 0; i < NAMES.size(); i++) {
      var found = rules.check(order(NAMES.get(i)), fleet, _ -> List.of());

      assertThat(found.early()).as(NAMES.get(i)).isEmpty();
      assertThat(found.late()).as(NAMES.get(i)).isEmpty();
      var site = requireNonNull(found.site());
      assertThat(found.install()).isNotNull();
      fleet.put(new AddressPlan.Site(i + 1, site.name(), site.subnet(), site.range()));
    }
    assertThat(fleet.size()).isEqualTo(NAMES.size());
  }

  @Test
  void aSiteFitsOnlyOnce() throws IOException {
    var fleet = new AddressPlan();
    var order = order("ipv6-duplex");
    var site = requireNonNull(rules.check(order, fleet, _ -> List.of()).site());
    fleet.put(new AddressPlan.Site(7, "first", site.subnet(), site.range()));

    assertThat(rules.check(order, fleet, _ -> List.of()).late())
        .singleElement()
        .satisfies(problem -> assertThat(problem.text()).contains("of subcloud first"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ipv4-simplex",
        "ipv4-duplex",
        "ipv6-simplex",
        "ipv6-duplex",
        "dual-simplex",
        "dual-duplex"
      })
  void everyDocumentOfADeployConfigurationIsYaml(String name) throws IOException {
    for (var document : text(name, "deploy").split("(?m)^---$", -1)) {
      assertThat(YamlReader.read(document)).isInstanceOf(YamlDocument.Read.class);
    }
  }

  private static SiteOrder order(String name) throws IOException {
    return new SiteOrder(
        Road.ADD,
        SiteValues.read("bootstrap_values", text(name, "bootstrap"))
            .under(
                Map.of(
                    "sysadmin_password", "Q2hhbmdlLW1lKjE=", "bmc_password", "Q2hhbmdlLW1lKjE=")),
        Optional.of(SiteValues.read("install_values", text(name, "install"))),
        Optional.of(
            new Attachment("site.yaml", text(name, "deploy").getBytes(StandardCharsets.UTF_8))),
        Optional.empty(),
        List.of());
  }

  private static String text(String name, String kind) throws IOException {
    return Files.readString(SITES.resolve(name + "-" + kind + ".yaml"));
  }
}

package io.murmuration.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.agent.AgentConfig.Read;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgentConfigTest {
  @Test
  void defaultsAreFilledIn() {
    var read =
        AgentConfig.read(Map.of("data.dir", "/d", "enrolment.address", "hub:8120"), Map.of());
    var config = ((Read.Valid) read).config();
    assertThat(config.site()).isEqualTo(AgentConfig.SiteKind.STARLINGX);
    assertThat(config.session().dialTimeout()).isEqualTo(Duration.ofSeconds(15));
    assertThat(config.hubAddresses()).isEmpty();
  }

  @Test
  void theEnvironmentWins() {
    var read =
        AgentConfig.read(
            Map.of(
                "data.dir", "/d",
                "enrolment.address", "hub:8120",
                "starlingx.sysinv.url", "http://file"),
            Map.of(
                "MURMURATION_AGENT_HUB_ADDRESSES", "h1:1, [::1]:2",
                "MURMURATION_AGENT_STARLINGX_SYSINV_URL", "http://env"));
    var config = ((Read.Valid) read).config();
    assertThat(config.hubAddresses()).containsExactly("h1:1", "[::1]:2");
    assertThat(config.starlingx()).containsEntry("sysinv.url", "http://env");
  }

  @Test
  void allProblemsAreToldAtOnce() {
    var read =
        AgentConfig.read(
            Map.of(
                "enrolment.address", "hub",
                "hub.addresses", "h1:1,h2:99999",
                "site", "moon",
                "dial.timeout", "15s",
                "backoff.first", "PT30S",
                "backoff.longest", "PT10S",
                "hub.adresses", "h1:1"),
            Map.of());
    assertThat(((Read.Invalid) read).problems())
        .satisfiesExactlyInAnyOrder(
            problem -> assertThat(problem).startsWith("data.dir: not set"),
            problem ->
                assertThat(problem).isEqualTo("enrolment.address: hub (expected: host:port)"),
            problem -> assertThat(problem).startsWith("hub.addresses: h2:99999"),
            problem ->
                assertThat(problem).isEqualTo("site: moon (expected: simulated or starlingx)"),
            problem -> assertThat(problem).startsWith("dial.timeout: 15s"),
            problem -> assertThat(problem).startsWith("backoff.longest: PT10S"),
            problem -> assertThat(problem).startsWith("hub.adresses: unknown"));
  }

  @Test
  void settingsOfTheSiteAreNotPrinted() {
    var read =
        AgentConfig.read(
            Map.of(
                "data.dir", "/d",
                "enrolment.address", "hub:8120",
                "starlingx.password", "s3cret"),
            Map.of());
    assertThat(((Read.Valid) read).config().toString()).doesNotContain("s3cret");
  }
}

package io.murmuration.it.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.murmuration.agent.AgentMain;
import io.murmuration.it.run.Fleet;
import io.murmuration.it.run.HubDatabase;
import io.murmuration.it.run.HubProcess;
import io.murmuration.it.run.JavaProcess;
import io.murmuration.it.run.Watch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * From the system controller's sysinv to a site's, through a real hub, a real stream and a real
 * agent: platform types come, change, drift and survive the agent's death between two writes; and
 * from the hub's own root to what a site's admin endpoint shows.
 *
 * <p>The agent keeps identities and the hub does not: fernet keys come all the same, because
 * Welcome says so.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlatformAtBothEndsIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String[] FIRST = {key('a'), key('b')};
  private static final String[] ROTATED = {key('c'), key('b'), key('a')};

  private final FakePlatform centre = new FakePlatform("$6$first");
  private final FakePlatform site = new FakePlatform("$6$local");
  private AdminEndpoint endpoint;
  private HubProcess hub;
  private Path dir;
  private JavaProcess agent;

  private static String key(char letter) {
    return String.valueOf(letter).repeat(43) + "=";
  }

  @BeforeAll
  void start(@TempDir Path temporary) throws IOException {
    dir = temporary;
    centre.fernetKeys(FIRST);
    endpoint = new AdminEndpoint();
    site.onRenewal(endpoint::renew);
    var password = Files.writeString(dir.resolve("password"), "s3cret\n").toString();
    hub =
        Hubs.start(
            dir.resolve("hub"),
            Map.ofEntries(
                Map.entry("MURMURATION_SYNC_AUDIT_PERIOD", "5s"),
                Map.entry("MURMURATION_SYNC_HEARTBEAT_PERIOD", "1s"),
                Map.entry("MURMURATION_IDENTITY_ENABLED", "false"),
                Map.entry("MURMURATION_KEYSTONE_URL", centre.url() + "/v3"),
                Map.entry("MURMURATION_KEYSTONE_PASSWORD_FILE", password),
                Map.entry("MURMURATION_PLATFORM_SOURCE_SYSINV_URL", centre.url()),
                Map.entry(
                    "MURMURATION_PLATFORM_SOURCE_CA_FILES",
                    Files.createDirectory(dir.resolve("cas")).toString()),
                Map.entry("MURMURATION_PLATFORM_SOURCE_POLL", "1s"),
                Map.entry("MURMURATION_PLATFORM_SOURCE_FERNET_ROTATION", "0s"),
                Map.entry("MURMURATION_DC_CERT_ISSUER", "own"),
                Map.entry("MURMURATION_DC_CERT_POLL", "1s"),
                Map.entry("MURMURATION_DC_CERT_MOST_PER_DAY", "1000000")));
    Fleet.create(hub.rest(), 1, 1, 1);
    Fleet.manage(hub.rest(), 1, 1);
    enrol(password);
    agent = agent("run");
  }

  private void enrol(String password) throws IOException {
    var token =
        hub.rest().json("POST", "/v1.0/enrolment-tokens", Map.of("subcloud", Fleet.name(1)));
    Files.writeString(dir.resolve("token"), token.get("tokens").get(0).get("token").asText());
    Files.writeString(dir.resolve("trust.pem"), token.get("trust-bundle").asText());
    Files.writeString(
        dir.resolve("agent.properties"),
        """
        data.dir=%s
        enrolment.address=%s
        backoff.longest=PT1S
        starlingx.sysinv.url=%s
        starlingx.usm.url=%s
        starlingx.fm.url=%s
        starlingx.keystone.url=%s
        starlingx.dcdbsync.url=%s
        starlingx.admin.endpoint=%s
        starlingx.user=agent
        starlingx.password.file=%s
        """
            .formatted(
                dir.resolve("agent"),
                hub.enrolment(),
                site.url(),
                site.url(),
                site.url(),
                site.url(),
                site.url(),
                endpoint.address(),
                password));
    try (var enrolment =
        agent(
            "enroll",
            "--token-file",
            dir.resolve("token").toString(),
            "--trust-file",
            dir.resolve("trust.pem").toString())) {
      enrolment.await("enrolled as", LIMIT);
    }
  }

  private JavaProcess agent(String command, String... options) {
    var arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of("--config", dir.resolve("agent.properties").toString()));
    arguments.addAll(List.of(options));
    return JavaProcess.start(
        new JavaProcess.Command(
            "agent",
            AgentMain.class.getName(),
            List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
            arguments,
            Map.of("MURMURATION_AGENT_LOG_LEVEL", "warn")),
        dir.resolve("agent.log"));
  }

  @AfterAll
  void stop() throws IOException {
    agent.close();
    hub.close();
    site.close();
    centre.close();
    endpoint.close();
  }

  @Test
  void whatTheSystemControllerHasReachesTheSiteAndStaysThere() {
    Watch.until("the password and the keys are there", LIMIT, this::isSame);
    Watch.until("platform is in sync", LIMIT, () -> status("platform").equals("in-sync"));

    centre.sysadmin("$6$second");
    centre.fernetKeys(ROTATED);
    Watch.until("what changed followed", LIMIT, this::isSame);

    site.sysadmin("$6$drifted");
    site.fernetKeys(FIRST);
    Watch.until("drift is repaired by an audit", LIMIT, this::isSame);
    Watch.until("platform is in sync again", LIMIT, () -> status("platform").equals("in-sync"));
  }

  @Test
  void anAgentThatDiesBetweenTwoWritesFinishesWhenItIsBack() {
    site.afterDns(() -> agent.kill());
    hub.rest()
        .yaml(
            "POST",
            "/v1.0/desired/fleet",
            """
            items:
              - {type: dns, value: {nameservers: [192.0.2.53]}}
              - type: service-parameter
                value: {service: platform, section: maintenance, name: boot_timeout, value: "720"}
            """);
    Watch.until("the agent is dead", LIMIT, () -> !agent.isAlive());
    assertThat(site.dns()).isEqualTo("192.0.2.53");
    assertThat(site.parameters()).isZero();

    agent.close();
    agent = agent("run");
    Watch.until("the section is applied", LIMIT, () -> !site.applied().isEmpty());
    Watch.until("platform is in sync", LIMIT, () -> status("platform").equals("in-sync"));
    site.dns("198.51.100.1");
    Watch.until("drift is repaired by an audit", LIMIT, () -> site.dns().equals("192.0.2.53"));
    assertThat(site.applied()).containsExactly("platform.maintenance");
    assertThat(site.parameters()).isOne();
  }

  @Test
  void theAdminEndpointGetsItsAuthorityIsRenewedAndFollowsAChangeOfTheRoot() throws SQLException {
    served("");
    var first = endpoint.serial();
    var root = endpoint.signer();
    assertThat(endpoint.roots()).containsExactly(root);
    assertThat(site.renewals()).as("given once, read back and not given again").isOne();

    HubDatabase.of(hub)
        .update("UPDATE site_certificate SET not_after = clock_timestamp() + interval '1 hour'");
    served(first);
    assertThat(endpoint.signer()).isEqualTo(root);

    hub.rest().json("POST", "/v1.0/admin-roots", Map.of());
    Watch.until("the change has ended", LIMIT, () -> stage().equals("settled"));
    served(first);
    assertThat(endpoint.signer()).isNotEqualTo(root);
    assertThat(endpoint.roots()).as("both, until the next renewal").hasSize(2).contains(root);
    assertThat(site.renewals()).as("renewed, both roots, the successor").isEqualTo(4);
  }

  /** Until the endpoint serves from another authority than this, and the hub has read that. */
  private void served(String former) {
    Watch.until(
        "the endpoint serves from what was issued",
        LIMIT,
        () -> !endpoint.serial().equals(former) && status("dc-cert").equals("in-sync"));
  }

  private String stage() {
    var state = hub.rest().get("/v1.0/admin-roots");
    return state.get("roots").size() < 2 ? "" : state.get("stage").asText();
  }

  private boolean isSame() {
    return site.sysadmin().equals(centre.sysadmin())
        && site.fernetKeys().equals(centre.fernetKeys());
  }

  private String status(String endpointType) {
    return hub.rest()
        .get("/v1.0/subclouds/" + Fleet.name(1) + "/status")
        .get("endpoints")
        .valueStream()
        .filter(endpoint -> endpoint.get("endpoint_type").asText().equals(endpointType))
        .map((JsonNode endpoint) -> endpoint.get("sync_status").asText())
        .findFirst()
        .orElse("");
  }
}

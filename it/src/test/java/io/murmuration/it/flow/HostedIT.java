package io.murmuration.it.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.agent.AgentMain;
import io.murmuration.it.run.Fleet;
import io.murmuration.it.run.HubProcess;
import io.murmuration.it.run.JavaProcess;
import io.murmuration.it.run.Watch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Twenty sites without an agent of their own, taken over by one process at the centre. */
class HostedIT {
  private static final int SITES = 20;
  private static final int SILENT = 7;
  private static final int REVOKED = 3;
  private static final Duration LIMIT = Duration.ofSeconds(90);

  @TempDir private Path dir;
  private final List<DnsSite> sites = new ArrayList<>();
  private int changes;

  @Test
  void aFleetIsTakenOverAndEachSiteHarmsItselfOnly() throws Exception {
    try (var hub = Hubs.start(dir, Map.of())) {
      Fleet.create(hub.rest(), 1, SITES, 1);
      Fleet.manage(hub.rest(), 1, SITES);
      describe(hub);
      try (var host = host(hub)) {
        reaches(change(hub), 0);
        Watch.until("all but the silent one are online", LIMIT, () -> online(hub) >= SITES - 1);
        assertThat(hub.rest().get("/v1.0/subclouds/" + Fleet.name(1) + "/status").toString())
            .contains("hosted ");
        hub.rest().send("DELETE", "/v1.0/enrolments/" + Fleet.name(REVOKED), "", "");
        reaches(change(hub), REVOKED);
        host.kill();
      }
      var whileAway = change(hub);
      try (var again = host(hub)) {
        reaches(whileAway, REVOKED);
        assertThat(again.isAlive()).isTrue();
        assertThat(sites.get(REVOKED - 1).nameservers()).isNotEqualTo(whileAway);
      }
    } finally {
      sites.forEach(DnsSite::close);
    }
  }

  private void describe(HubProcess hub) throws IOException {
    var home = Files.createDirectories(dir.resolve("sites"));
    Files.writeString(dir.resolve("password"), "s3cret\n");
    for (int i = 1; i <= SITES; i++) {
      var site = new DnsSite(i == SILENT);
      sites.add(site);
      var order =
          hub.rest().json("POST", "/v1.0/enrolment-tokens", Map.of("subcloud", Fleet.name(i)));
      Files.writeString(dir.resolve("trust.pem"), order.get("trust-bundle").asText());
      Files.writeString(
          home.resolve(Fleet.name(i) + ".token"), order.get("tokens").get(0).get("token").asText());
      Files.writeString(
          home.resolve(Fleet.name(i) + ".properties"),
          """
          address=127.0.0.1
          token.file=%1$s.token
          starlingx.keystone.url=%2$s
          starlingx.sysinv.url=%2$s
          starlingx.usm.url=%2$s
          starlingx.fm.url=%2$s
          starlingx.dcdbsync.url=
          """
              .formatted(Fleet.name(i), site.url()));
    }
    Files.writeString(
        dir.resolve("hosted.properties"),
        """
        data.dir=%1$s/hosted
        sites.dir=%1$s/sites
        enrolment.address=%2$s
        trust.file=%1$s/trust.pem
        starlingx.user=dcmanager
        starlingx.password.file=%1$s/password
        """
            .formatted(dir, hub.enrolment()));
  }

  private JavaProcess host(HubProcess hub) {
    return JavaProcess.start(
        new JavaProcess.Command(
            "host",
            AgentMain.class.getName(),
            List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
            List.of("host", "--config", dir.resolve("hosted.properties").toString()),
            Map.of("MURMURATION_AGENT_LOG_LEVEL", "warn")),
        hub.dir().resolve("host.log"));
  }

  private String change(HubProcess hub) {
    var server = "192.0.2." + ++changes;
    hub.rest()
        .yaml(
            "POST",
            "/v1.0/desired/fleet",
            "items: [{type: dns, value: {nameservers: [" + server + "]}}]");
    return server;
  }

  /**
   * @param but number of a site that it need not reach, besides the silent one
   */
  private void reaches(String nameserver, int but) {
    for (int i = 1; i <= SITES; i++) {
      if (i != SILENT && i != but) {
        var site = sites.get(i - 1);
        Watch.until(
            Fleet.name(i) + " has " + nameserver,
            LIMIT,
            () -> site.nameservers().equals(nameserver));
      }
    }
  }

  private static int online(HubProcess hub) {
    return hub.rest().get("/v1.0/fleet").get("online").asInt();
  }
}

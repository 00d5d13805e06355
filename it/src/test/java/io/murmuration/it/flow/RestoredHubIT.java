package io.murmuration.it.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.murmuration.agent.journal.SiteJournal;
import io.murmuration.it.run.FarmProcess;
import io.murmuration.it.run.Fleet;
import io.murmuration.it.run.HubDatabase;
import io.murmuration.it.run.HubProcess;
import io.murmuration.it.run.Journals;
import io.murmuration.it.run.Watch;
import io.murmuration.sync.model.ItemKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The hub's database is restored from a backup under running agents, and changed before anybody has
 * looked: no site is rolled back, and an operator decides who is right.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@SuppressWarnings("NullAway.Init") // set at the begin of the one flow
class RestoredHubIT {
  private static final int ALL = 5;
  private static final int KNOWN = ALL - 1;
  private static final String ADOPTED = Fleet.name(1);
  private static final String ENROLLED_LATER = Fleet.name(ALL);
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final ItemKey DNS = new ItemKey("dns", "default");
  private static final ItemKey NTP = new ItemKey("ntp", "default");
  private static final String LOST_NTP = "{\"ntpservers\":[\"192.0.2.123\"]}";

  private HubProcess hub;
  private FarmProcess farm;
  private List<String> sites = List.of();

  @Test
  void aRestoredHubStopsInsteadOfRollingSitesBack(@TempDir Path dir) throws Exception {
    try (var started = Hubs.start(dir, Map.of())) {
      hub = started;
      Fleet.create(hub.rest(), 1, ALL, 1);
      Fleet.manage(hub.rest(), 1, ALL);
      try (var agents = Hubs.farm(hub, "sites", 1, ALL)) {
        farm = agents;
        sites = sites(dir.resolve("sites.tokens"));
        declareDns(1);
        inSync(ALL);
        var database = HubDatabase.of(hub);
        database.copyTo("backup");
        lostAfterTheBackup();
        hub.kill();
        database.replaceBy("backup");
        forgetEnrolment(database, ENROLLED_LATER);
        hub.startAgain();

        heldWhateverIsDeclared();
        recovered();
        shownAndResolved();
        goesOnAsEver();
      }
    }
  }

  private static List<String> sites(Path tokens) throws IOException {
    return Files.readAllLines(tokens).stream()
        .map(line -> line.replaceAll(".*\"subcloud\":\"([^\"]+)\".*", "$1"))
        .toList();
  }

  /** As if the backup had been made before the site was enrolled. */
  private static void forgetEnrolment(HubDatabase database, String site) throws SQLException {
    for (var table : List.of("agent_session", "agent_certificate", "enrolment")) {
      database.update(
          "DELETE FROM " + table + " WHERE subcloud_id = (SELECT id FROM subcloud WHERE name = ?)",
          site);
    }
  }

  private void lostAfterTheBackup() {
    hub.rest().yaml("POST", "/v1.0/desired/fleet", "items: [{type: ntp, value: " + LOST_NTP + "}]");
    declareDns(2);
    inSync(ALL);
    everySite(site -> value(site, DNS).equals(dns(2)) && value(site, NTP).equals(LOST_NTP));
  }

  /** By its own name the database tells that it was restored, before any site was seen. */
  private void heldWhateverIsDeclared() {
    var recovery = hub.rest().get("/v1.0/recovery");
    assertThat(recovery.get("held").asBoolean()).isTrue();
    assertThat(recovery.get("why").asText()).endsWith("restored from a backup?");
    long lost = recovery.get("held-at-revision").asLong() + 2;
    for (int value = 3;
        hub.rest().get("/v1.0/recovery").get("revision").asLong() <= lost;
        value++) {
      declareDns(value);
    }
    declareDns(9);
    Watch.until(
        "who is known is back and held",
        LIMIT,
        () ->
            platforms().stream()
                .allMatch(platform ->
                    platform.get("reason").asText("").startsWith("held: ")
                        || platform.get("reason").asText("").startsWith("conflict: ")));
    assertThat(hub.rest().get("/health").at("/checks/recovery/held").asBoolean()).isTrue();
    assertThat(hub.rest().metric("murmuration_hub_held", "")).isEqualTo(1);
    assertThat(refusal("{\"action\": \"force\", \"scope\": \"fleet\"}", 409))
        .contains("the hub is held");
    nothingWasSent();
  }

  private void recovered() {
    var done =
        hub.rest().json("POST", "/v1.0/recovery", Map.of("epoch", 1, "reason", "disk was lost"));
    assertThat(done.get("epoch").asInt()).isEqualTo(2);
    assertThat(done.get("revision").asLong()).isGreaterThan(1_000_000);
    var again =
        hub.rest()
            .send(
                "POST",
                "/v1.0/recovery",
                "{\"epoch\": 1, \"reason\": \"once more\"}",
                "application/json");
    assertThat(again.statusCode()).isEqualTo(409);
    var began = time(hub.rest().get("/v1.0/recovery").at("/epochs/0/began"));
    Watch.until(
        "agents came back under the new epoch",
        LIMIT,
        () ->
            sites.stream()
                .filter(site -> !site.equals(ENROLLED_LATER))
                .map(site -> hub.rest().get("/v1.0/subclouds/" + site + "/status"))
                .allMatch(status -> time(status.at("/agent/connected-at")).compareTo(began) > 0));
    Watch.until("all are in conflict", LIMIT, () -> conflicts().size() == KNOWN);
    nothingWasSent();
  }

  /** Both notations of a time in UTC, made comparable. */
  private static String time(JsonNode said) {
    return said.asText("").replace('T', ' ').replace("Z", "");
  }

  private void shownAndResolved() {
    var one = hub.rest().get("/v1.0/conflicts/" + ADOPTED);
    assertThat(one.at("/conflicts/0/held/epoch").asInt()).isEqualTo(1);
    assertThat(one.at("/conflicts/0/state").asText()).isEqualTo("undecided");
    var difference = one.get("difference");
    assertThat(difference.at("/drift/0/type").asText()).isEqualTo("dns");
    assertThat(difference.at("/drift/0/fields/0/found").toString()).isEqualTo("[\"192.0.2.2\"]");
    assertThat(difference.at("/not-wanted/0/type").asText()).isEqualTo("ntp");

    var adopt = resolve("adopt", "subcloud", ADOPTED);
    Watch.until("adopted", LIMIT, () -> done(adopt) == 1);
    assertThat(conflicts()).hasSize(KNOWN - 1);
    var force = resolve("force", "group", "Default");
    Watch.until("forced", LIMIT, () -> done(force) >= KNOWN - 1);
    assertThat(resolve("force", "group", "Default")).isNotEmpty(); // nothing is left to be done
    inSync(KNOWN);
    assertThat(conflicts()).isEmpty();
    everySite(site ->
        site.equals(ADOPTED)
            ? value(site, DNS).equals(dns(2)) && value(site, NTP).equals(LOST_NTP)
            : value(site, DNS).equals(dns(9)) && value(site, NTP).isEmpty());
    assertThat(hub.rest().get("/v1.0/audit-trail?what=take%20over").get("audit_trail")).hasSize(1);
  }

  private void goesOnAsEver() {
    hub.kill();
    hub.startAgain();
    assertThat(hub.rest().get("/v1.0/recovery").get("held").asBoolean()).isFalse();
    declareDns(10);
    everySite(site -> value(site, DNS).equals(dns(site.equals(ADOPTED) ? 2 : 10)));
  }

  private String resolve(String action, String scope, String ref) {
    return hub.rest()
        .json(
            "POST",
            "/v1.0/conflict-resolutions",
            Map.of("action", action, "scope", scope, "ref", ref))
        .get("id")
        .asText();
  }

  private int done(String resolution) {
    return hub.rest().get("/v1.0/conflict-resolutions/" + resolution).at("/progress/done").asInt();
  }

  private String refusal(String order, int status) {
    var answer = hub.rest().send("POST", "/v1.0/conflict-resolutions", order, "application/json");
    assertThat(answer.statusCode()).isEqualTo(status);
    return answer.body();
  }

  /** Of the sites that the backup knows. */
  private List<JsonNode> conflicts() {
    return hub.rest()
        .get("/v1.0/conflicts")
        .get("conflicts")
        .valueStream()
        .filter(one -> !one.get("subcloud-name").asText().equals(ENROLLED_LATER))
        .toList();
  }

  private void nothingWasSent() {
    for (var site : sites) {
      assertThat(value(site, DNS)).as("DNS of %s", site).isEqualTo(dns(2));
      assertThat(value(site, NTP)).as("NTP of %s", site).isEqualTo(LOST_NTP);
    }
  }

  private void everySite(Predicate<String> condition) {
    Watch.until(
        "every site that the backup knows",
        LIMIT,
        () -> sites.stream().filter(site -> !site.equals(ENROLLED_LATER)).allMatch(condition));
  }

  /** As the site's own journal has it. */
  private String value(String site, ItemKey key) {
    List<SiteJournal> journals = Journals.read(farm.data());
    return Journals.value(journals.get(sites.indexOf(site)), key).orElse("");
  }

  private static String dns(int value) {
    return "{\"nameservers\":[\"192.0.2." + value + "\"]}";
  }

  private void declareDns(int value) {
    hub.rest()
        .yaml("POST", "/v1.0/desired/fleet", "items: [{type: dns, value: " + dns(value) + "}]");
  }

  private void inSync(int atLeast) {
    Watch.until(
        "in sync", LIMIT, () -> hub.rest().get("/v1.0/fleet").get("in-sync").asInt() >= atLeast);
  }

  private List<JsonNode> platforms() {
    return sites.stream()
        .filter(site -> !site.equals(ENROLLED_LATER))
        .map(site -> hub.rest().get("/v1.0/subclouds/" + site + "/status"))
        .map(status ->
            status
                .get("endpoints")
                .valueStream()
                .filter(endpoint -> endpoint.get("endpoint_type").asText().equals("platform"))
                .findFirst()
                .orElseThrow())
        .toList();
  }
}

package io.murmuration.it.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.it.run.FarmProcess;
import io.murmuration.it.run.Fleet;
import io.murmuration.it.run.HubProcess;
import io.murmuration.it.run.Journals;
import io.murmuration.it.run.Watch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Sites that refuse, do not read or are frozen harm themselves only, and come back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FrozenAndDeafIT {
  private static final int GOOD = 20;
  private static final int ILL = 5;
  private static final int ALL = GOOD + ILL;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private HubProcess hub;
  private FarmProcess good;
  private FarmProcess ill;
  private int changes;

  @BeforeAll
  void start(@TempDir Path dir) {
    hub =
        Hubs.start(
            dir,
            Map.of(
                "MURMURATION_SYNC_HEARTBEAT_PERIOD", "1s",
                "MURMURATION_SYNC_CUT_AFTER", "3s",
                "MURMURATION_SYNC_HUB_SILENCE", "4s",
                "MURMURATION_SYNC_OFFLINE_AFTER", "5s",
                "MURMURATION_SYNC_PUSH_TIMEOUT", "5s"));
    Fleet.create(hub.rest(), 1, ALL, 1);
    Fleet.manage(hub.rest(), 1, ALL);
    good = Hubs.farm(hub, "good", 1, GOOD);
    ill = Hubs.farm(hub, "ill", GOOD + 1, ALL);
  }

  @AfterAll
  void stop() {
    ill.process().freeze(false);
    ill.close();
    good.close();
    hub.close();
  }

  @BeforeEach
  void allWell() {
    Watch.until("all are online", LIMIT, () -> online() == ALL);
    long revision = change();
    Watch.until("the ill ones hold", LIMIT, () -> Journals.holding(ill.data(), revision) == ILL);
    Watch.until("the good ones hold", LIMIT, () -> Journals.holding(good.data(), revision) == GOOD);
  }

  @Test
  void frozenSitesGoOfflineAndCatchUpWhenThawed() {
    ill.process().freeze(true);
    long last = threeChangesReachAllGoodOnes();
    Watch.until("the frozen ones are offline", LIMIT, () -> offline() == ILL);
    assertThat(online()).isEqualTo(GOOD);
    Watch.until("the good ones alone are in sync", LIMIT, () -> fleet("in-sync") == GOOD);
    assertThat(fleet("unknown")).isEqualTo(ILL);
    assertThat(Journals.holding(ill.data(), last)).isZero();
    ill.process().freeze(false);
    Watch.until("they hold it", LIMIT, () -> Journals.holding(ill.data(), last) == ILL);
    Watch.until("all are online", LIMIT, () -> offline() == 0 && online() == ALL);
  }

  @Test
  void sitesThatDoNotReadAreCutAndCatchUpWhenTheyReadAgain() {
    ill.ask("deaf " + ILL);
    long last = threeChangesReachAllGoodOnes();
    ill.ask("crash " + ILL);
    Watch.until("they hold it", LIMIT, () -> Journals.holding(ill.data(), last) == ILL);
  }

  @Test
  void sitesThatRefuseAreOutOfSyncUntilTheyGetWhatTheyCanTake() {
    ill.ask("refuse " + ILL + " dns cannot be reached from here");
    threeChangesReachAllGoodOnes();
    Watch.until("they are out of sync", LIMIT, () -> fleet("out-of-sync") == ILL);
    ill.ask("heal");
    long next = change();
    Watch.until("they hold it", LIMIT, () -> Journals.holding(ill.data(), next) == ILL);
    Watch.until("all are in sync", LIMIT, () -> fleet("in-sync") == ALL);
  }

  @Test
  void aConnectedSiteIsToldToTryAgain() {
    var path = "/v1.0/subclouds/" + Fleet.name(1) + "/retry";
    assertThat(hub.rest().json("POST", path, Map.of()).get("name").asText())
        .isEqualTo(Fleet.name(1));
  }

  private long threeChangesReachAllGoodOnes() {
    long last = 0;
    for (int i = 0; i < 3; i++) {
      long revision = change();
      Watch.until(
          "all good ones hold revision " + revision,
          LIMIT,
          () -> Journals.holding(good.data(), revision) == GOOD);
      last = revision;
    }
    return last;
  }

  private long change() {
    changes++;
    return hub.rest()
        .yaml(
            "POST",
            "/v1.0/desired/fleet",
            "items: [{type: dns, value: {nameservers: [192.0.2." + changes + "]}}]")
        .get("revision")
        .asLong();
  }

  private int online() {
    return fleet("online");
  }

  private int fleet(String field) {
    return hub.rest().get("/v1.0/fleet").get(field).asInt();
  }

  /** As the contract's clients see it. */
  private long offline() {
    return hub.rest()
        .get("/v1.0/subclouds")
        .get("subclouds")
        .valueStream()
        .filter(subcloud -> subcloud.get("availability-status").asText().equals("offline"))
        .count();
  }
}

package io.murmuration.agent.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.murmuration.agent.lane.Lanes;
import io.murmuration.agent.release.ReleaseSettings;
import io.murmuration.agent.session.SessionPolicy;
import io.murmuration.agent.testing.FakeHub;
import io.murmuration.agent.testing.RecordedFaults;
import io.murmuration.agent.testing.TestCa;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Twenty sites in one process, with real TLS to the hub and real sockets to the sites. */
@Timeout(120)
class HostTest {
  private static final int SITES = 20;

  private final TestCa ca = new TestCa();
  private final RecordedFaults faults = new RecordedFaults();
  private final Lanes lanes = new Lanes(2, System::nanoTime, new SplittableRandom(1), faults);
  private final List<FakeSite> sites = new ArrayList<>();
  private final List<FakeHub.Session> sessions = new ArrayList<>();
  @TempDir private Path directory;
  private Path sitesDir;
  private Path password;
  private FakeHub hub;
  private Host host;

  @BeforeEach
  void start() throws Exception {
    hub = new FakeHub(ca);
    sitesDir = Files.createDirectory(directory.resolve("sites"));
    password = Files.writeString(directory.resolve("password"), "s3cret\n");
    for (int i = 0; i < SITES; i++) {
      sites.add(new FakeSite());
      sites.get(i).describe(sitesDir, name(i), password);
    }
    host = open();
  }

  @AfterEach
  void stop() throws Exception {
    sites.forEach(FakeSite::close);
    host.close();
    lanes.close();
    hub.close();
    assertThat(faults.all()).isEmpty();
  }

  private Host open() throws Exception {
    var options =
        new HostOptions(
            directory.resolve("data"),
            hub.enrolmentAddress(),
            List.of(),
            List.of(ca.certificate()),
            8,
            8,
            4,
            new SessionPolicy(
                Duration.ofSeconds(15), Duration.ofMillis(50), Duration.ofMillis(200)),
            ReleaseSettings.DEFAULT,
            "test");
    return new Host(
        options, lanes, InstantSource.system(), () -> UUID.randomUUID().toString(), faults);
  }

  private static String name(int number) {
    return "subcloud-" + number;
  }

  /** As the running process does again and again. */
  private void look() throws Exception {
    host.keep(new SiteFiles(sitesDir, new TreeMap<>()).read());
  }

  private void connect(int count) throws Exception {
    look();
    for (int i = 0; i < count; i++) {
      sessions.add(hub.session());
    }
    await().until(() -> host.connected() == SITES);
  }

  private void pushAll(long revision, String nameserver) {
    sessions.forEach(session -> session.push(revision, revision, dns(nameserver)));
  }

  private static SortedMap<ItemKey, Payload> dns(String nameserver) {
    var wanted = new TreeMap<ItemKey, Payload>();
    wanted.put(
        new ItemKey("dns", "default"), Payload.of("{\"nameservers\":[\"" + nameserver + "\"]}"));
    return wanted;
  }

  private void awaitEverywhereBut(FakeSite silent, String nameserver) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() ->
            assertThat(sites)
                .filteredOn(site -> site != silent)
                .allMatch(site -> site.nameservers().equals(nameserver)));
  }

  @Test
  void configurationReachesAllSitesWhileOneOfThemNeverAnswers() throws Exception {
    var silent = sites.get(7);
    silent.freeze();
    connect(SITES);
    assertThat(sessions)
        .allMatch(session -> session.hello().getCapabilitiesList().contains("hosted"))
        .allMatch(session -> session.hello().getCapabilitiesList().contains("platform/dns"));
    pushAll(1, "192.0.2.1");
    awaitEverywhereBut(silent, "192.0.2.1");
    pushAll(2, "192.0.2.2");
    awaitEverywhereBut(silent, "192.0.2.2");
    assertThat(silent.nameservers()).isEmpty();
    assertThat(host.connected()).as("the silent site's agent too").isEqualTo(SITES);
  }

  @Test
  void anAgentThatTheHubRefusesIsCutOffAlone() throws Exception {
    connect(SITES);
    var revoked = sessions.getFirst();
    hub.refuse(revoked.hello().getJournalId());
    await().until(() -> host.connected() == SITES - 1);
    sessions.remove(revoked);
    pushAll(1, "192.0.2.1");
    await()
        .untilAsserted(() ->
            assertThat(sites)
                .filteredOn(site -> site.nameservers().equals("192.0.2.1"))
                .hasSize(SITES - 1));
    assertThat(sessions).noneMatch(FakeHub.Session::isEnded);
  }

  @Test
  void sitesThatComeGoOrChangeTouchNoOther() throws Exception {
    connect(SITES);
    var former = List.copyOf(sessions);
    Files.delete(sitesDir.resolve(name(0) + ".properties"));
    var moved = new FakeSite();
    sites.get(1).close();
    sites.set(1, moved);
    moved.describe(sitesDir, name(1), password);
    var added = new FakeSite();
    sites.add(added);
    added.describe(sitesDir, "subcloud-new", password);
    Files.writeString(sitesDir.resolve(name(2) + ".properties"), "address=\n");
    look();
    var again = hub.session();
    var other = hub.session();
    await().until(() -> host.connected() == SITES);
    assertThat(List.of(again.hello().getDial(), other.hello().getDial()))
        .as("one continues from its journal, one is new")
        .containsExactlyInAnyOrder(1L, 2L);
    assertThat(former).filteredOn(FakeHub.Session::isEnded).hasSize(2);
    look();
    assertThat(host.connected()).as("nothing changed").isEqualTo(SITES);
  }

  @Test
  void anotherProcessGoesOnWhereTheLastOneWasKilled() throws Exception {
    connect(SITES);
    pushAll(17, "192.0.2.17");
    for (var session : sessions) {
      session.result();
    }
    host.close();
    for (int i = 0; i < SITES; i++) {
      Files.delete(sitesDir.resolve(name(i) + ".token"));
    }
    host = open();
    sessions.clear();
    connect(SITES);
    assertThat(sessions)
        .allMatch(session -> session.hello().getDial() == 2)
        .allMatch(session ->
            session.hello().getHoldingsList().stream()
                .anyMatch(held -> held.getKind().equals("platform") && held.getRevision() == 17));
  }

  @Test
  void aSiteWhoseFilesCannotBeOpenedIsTriedAgainAndLeavesNothingOpen() throws Exception {
    var files = Files.createDirectories(directory.resolve("data/sites").resolve(name(0) + "/site"));
    var broken = Files.writeString(files.resolve("not-in-force"), "changed by hand\n");
    look();
    await().until(() -> host.connected() == SITES - 1);
    var real = files.toRealPath();
    await().until(() -> !isOpen(real));
    Files.delete(broken);
    await().until(() -> host.connected() == SITES);
    assertThat(isOpen(real)).as("this is how an open one is seen").isTrue();
  }

  private static boolean isOpen(Path looked) throws IOException {
    try (var handles = Files.list(Path.of("/proc/self/fd"))) {
      for (var handle : handles.toList()) {
        if (leadsTo(handle).equals(looked)) {
          return true;
        }
      }
      return false;
    }
  }

  private static Path leadsTo(Path handle) throws IOException {
    try {
      return Files.readSymbolicLink(handle);
    } catch (NoSuchFileException _) {
      return handle; // closed since
    }
  }

  @Test
  void aTokenThatWasRefusedIsReplacedWithoutRestart() throws Exception {
    Files.writeString(sitesDir.resolve(name(3) + ".token"), "token-of-" + name(4) + "\n");
    look();
    await().until(() -> host.connected() == SITES - 1);
    Files.writeString(sitesDir.resolve("subcloud-3.token"), "fresh\n");
    Files.writeString(sitesDir.resolve("subcloud-4.token"), "fresh-too\n");
    await()
        .untilAsserted(() -> {
          look();
          assertThat(host.connected()).isEqualTo(SITES);
        });
  }
}

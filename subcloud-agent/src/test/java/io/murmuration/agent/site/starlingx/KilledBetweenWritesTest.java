package io.murmuration.agent.site.starlingx;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import io.murmuration.sync.agent.SiteWrite;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Payload;
import io.murmuration.sync.resource.ApplyOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The agent's process is killed right after the k-th write that sysinv has done and before its
 * answer is seen, or right before sysinv does it, for every k: its disk is then as it was at that
 * moment. One push by the next process, of what it reads as different, must end equal and in force,
 * or, if sysinv refuses it now, as it was. All platform types at once.
 */
@Timeout(120)
final class KilledBetweenWritesTest {
  private static final ItemKey LOCAL = new ItemKey("ptp-instance", "local");

  private static SortedMap<ItemKey, Payload> first;
  private static SortedMap<ItemKey, Payload> changed;

  @TempDir private Path directory;
  private int sites;

  @BeforeAll
  static void values() throws Exception {
    first = firstValues();
    changed = changedValues();
  }

  private static SortedMap<ItemKey, Payload> items(String... typeNameValue) {
    var items = new TreeMap<ItemKey, Payload>(ApplyOrder.UPSERTS);
    for (int i = 0; i < typeNameValue.length; i += 3) {
      items.put(
          new ItemKey(typeNameValue[i], typeNameValue[i + 1]), Payload.of(typeNameValue[i + 2]));
    }
    return items;
  }

  private static String ca(String name, long serial) throws Exception {
    return "{\"certificate\":\"" + TestCertificates.pem(name, serial).replace("\n", "\\n") + "\"";
  }

  private static String parameter(String name, String value) {
    return ("{\"name\":\"%s\",\"personality\":\"\",\"resource\":\"\","
            + "\"section\":\"maintenance\",\"service\":\"platform\",\"value\":\"%s\"}")
        .formatted(name, value);
  }

  static SortedMap<ItemKey, Payload> firstValues() throws Exception {
    return items(
        "trusted-ca",
        "corporate",
        ca("corporate", 21) + "}",
        "certificate",
        "ssl_ca_17",
        ca("controller", 17) + ",\"mode\":\"ssl_ca\"}",
        "dns",
        "default",
        "{\"nameservers\":[\"192.0.2.53\"]}",
        "ntp",
        "default",
        "{\"ntpservers\":[\"192.0.2.123\"]}",
        "remote-logging",
        "default",
        "{\"enabled\":true,\"ip_address\":\"192.0.2.20\",\"port\":6514,\"transport\":\"tls\"}",
        "ptp",
        "default",
        "{\"mechanism\":\"p2p\",\"mode\":\"software\",\"transport\":\"udp\"}",
        "ptp-instance",
        "grandmaster",
        "{\"hostnames\":[\"controller-0\"],\"parameters\":{\"global\":[\"domainNumber=24\"]},"
            + "\"service\":\"ptp4l\"}",
        "ptp-instance",
        "slave",
        "{\"hostnames\":[\"controller-1\"],\"parameters\":{},\"service\":\"phc2sys\"}",
        "service-parameter",
        "platform.maintenance.boot_timeout",
        parameter("boot_timeout", "720"),
        "service-parameter",
        "platform.maintenance.period",
        parameter("period", "5"),
        "sysadmin",
        "default",
        "{\"passwd_expiry_days\":90,\"passwd_hash\":\"$6$abc\",\"root_sig\":\"s\"}",
        "fernet-repo",
        "keys",
        "{\"keys\":[{\"id\":0,\"key\":\"c3RhZ2Vk\"}]}");
  }

  private static SortedMap<ItemKey, Payload> changedValues() throws Exception {
    return items(
        "trusted-ca",
        "corporate",
        ca("corporate", 22) + "}",
        "certificate",
        "ssl_ca_18",
        ca("controller", 18) + ",\"mode\":\"ssl_ca\"}",
        "dns",
        "default",
        "{\"nameservers\":[\"192.0.2.54\"]}",
        "ntp",
        "default",
        "{\"ntpservers\":[\"192.0.2.124\"]}",
        "remote-logging",
        "default",
        "{\"enabled\":true,\"ip_address\":\"192.0.2.21\",\"port\":6514,\"transport\":\"tls\"}",
        "ptp",
        "default",
        "{\"mechanism\":\"e2e\",\"mode\":\"software\",\"transport\":\"udp\"}",
        "ptp-instance",
        "grandmaster",
        "{\"hostnames\":[\"controller-1\"],\"parameters\":{\"global\":[\"domainNumber=25\"]},"
            + "\"service\":\"ptp4l\"}",
        "ptp-instance",
        "slave",
        "{\"hostnames\":[\"controller-0\"],\"parameters\":{},\"service\":\"ts2phc\"}",
        "service-parameter",
        "platform.maintenance.boot_timeout",
        parameter("boot_timeout", "721"),
        "service-parameter",
        "platform.maintenance.period",
        parameter("period", "6"),
        "sysadmin",
        "default",
        "{\"passwd_expiry_days\":90,\"passwd_hash\":\"$6$def\",\"root_sig\":\"s\"}",
        "fernet-repo",
        "keys",
        "{\"keys\":[{\"id\":0,\"key\":\"bmV4dA==\"},{\"id\":1,\"key\":\"c3RhZ2Vk\"}]}");
  }

  /** What is left when all is deleted that can be. */
  private static SortedMap<ItemKey, Payload> undeletable(SortedMap<ItemKey, Payload> all) {
    var rest = new TreeMap<>(all);
    rest.keySet().removeIf(key -> !Set.of("ntp", "sysadmin", "fernet-repo").contains(key.type()));
    return rest;
  }

  private SiteUnderTest site() throws Exception {
    var own = Files.createDirectories(directory.resolve("site-" + ++sites));
    var site = new SiteUnderTest(own);
    site.services.<Object>tuning(
        tuning -> tuning.instances.put("local", new FakeTuning.Instance(99, "ts2phc")));
    site.services.trust(TestCertificates.pem("local", 99));
    return site;
  }

  /** What a push does: writes what reads as different, deletions last and in reverse. */
  private static void push(SiteUnderTest site, Map<ItemKey, Payload> wanted, Set<ItemKey> gone) {
    var keys = new TreeSet<>(wanted.keySet());
    keys.addAll(gone);
    if (keys.isEmpty()) {
      return;
    }
    var held = site.read(keys.toArray(ItemKey[]::new));
    var writes = new ArrayList<SiteWrite>();
    wanted.forEach((key, value) -> {
      if (!value.equals(held.get(key))) {
        writes.add(new SiteWrite.Upsert(key, value));
      }
    });
    var deletions = new TreeSet<>(ApplyOrder.UPSERTS.reversed());
    deletions.addAll(gone);
    deletions.retainAll(held.keySet());
    deletions.forEach(key -> writes.add(new SiteWrite.Delete(key)));
    site.site().write(Kind.PLATFORM, writes);
  }

  /** When the process dies, told to the services before a push. */
  @FunctionalInterface
  private interface Kill {
    void at(FakeServices services, int write, Runnable then);
  }

  private void killedAtEachWrite(
      SortedMap<ItemKey, Payload> before, SortedMap<ItemKey, Payload> wanted, Kill kill)
      throws Exception {
    var gone = new TreeSet<>(before.keySet());
    gone.removeAll(wanted.keySet());
    var expected = undisturbed(before, wanted, gone);
    assertThat(expected).containsAllEntriesOf(wanted);
    int kills = 0;
    for (boolean died = true; died; kills++) {
      try (var site = site()) {
        push(site, before, Set.of());
        died = killed(site, wanted, gone, kills + 1, kill);
        if (died) {
          push(site, wanted, gone);
        }
        assertThat(seen(site, wanted, gone))
            .as("killed at write %d", kills + 1)
            .isEqualTo(expected);
      }
    }
    assertThat(kills).as("writes of a push").isGreaterThan(wanted.size());
  }

  /** True if the push had so many writes; then the next process is there. */
  private boolean killed(
      SiteUnderTest site, Map<ItemKey, Payload> wanted, Set<ItemKey> gone, int write, Kill kill)
      throws Exception {
    var disk = directory.resolve("disk-" + sites);
    kill.at(site.services, write, () -> site.snapshot(disk));
    push(site, wanted, gone);
    boolean died = site.services.isDead();
    site.services.revive();
    if (died) {
      site.restartFrom(disk);
    }
    return died;
  }

  /**
   * Killed after each write of a change, which is refused when the next process goes on with it.
   * What was in force before is in force again, unless nothing was left to write; never a mixture.
   */
  private void killedAndThenRefused(
      ItemKey key, String before, String wanted, MappingBuilder... refused) throws Exception {
    var change = items(key.type(), key.name(), wanted);
    var former = items(key.type(), key.name(), before);
    var ends = new ArrayList<Map<ItemKey, Payload>>();
    for (boolean died = true; died; ) {
      try (var site = site()) {
        push(site, former, Set.of());
        died = killed(site, change, Set.of(), ends.size() + 1, FakeServices::dieAfter);
        if (died) {
          for (var call : refused) {
            site.services
                .server()
                .stubFor(
                    call.willReturn(
                        aResponse().withStatus(400).withBody("{\"faultstring\":\"no\"}")));
          }
          push(site, change, Set.of());
          ends.add(seen(site, change, Set.of()));
        }
      }
    }
    assertThat(ends).containsOnly(former, change).startsWith(former).endsWith(change);
  }

  private SortedMap<ItemKey, Payload> undisturbed(
      Map<ItemKey, Payload> before, Map<ItemKey, Payload> wanted, Set<ItemKey> gone)
      throws Exception {
    try (var site = site()) {
      push(site, before, Set.of());
      push(site, wanted, gone);
      return seen(site, wanted, gone);
    }
  }

  /** Of these keys, all of it in force, and what the site has for itself still there. */
  private static SortedMap<ItemKey, Payload> seen(
      SiteUnderTest site, Map<ItemKey, Payload> wanted, Set<ItemKey> gone) {
    assertThat(site.services.<Set<String>>tuning(tuning -> Set.copyOf(tuning.pending)))
        .as("stored and not in force")
        .isEmpty();
    assertThat(site.read(LOCAL)).containsKey(LOCAL);
    assertThat(site.services.trusted()).contains("ssl_ca_99");
    var keys = new TreeSet<>(wanted.keySet());
    keys.addAll(gone);
    return site.read(keys.toArray(ItemKey[]::new));
  }

  @Test
  void createdEndsEqual() throws Exception {
    killedAtEachWrite(new TreeMap<>(ApplyOrder.UPSERTS), first, FakeServices::dieAfter);
  }

  @Test
  void changedEndsEqual() throws Exception {
    killedAtEachWrite(first, changed, FakeServices::dieAfter);
  }

  @Test
  void deletedEndsEqual() throws Exception {
    killedAtEachWrite(first, undeletable(first), FakeServices::dieAfter);
  }

  @Test
  void whatIsOwedAndNotBegunEndsEqual() throws Exception {
    killedAtEachWrite(first, changed, FakeServices::dieBefore);
  }

  @Test
  void anInstanceWhoseRestIsRefusedIsWhatItWas() throws Exception {
    killedAndThenRefused(
        new ItemKey("ptp-instance", "grandmaster"),
        "{\"hostnames\":[\"controller-0\"],\"parameters\":{\"global\":[\"domainNumber=24\"]},"
            + "\"service\":\"ptp4l\"}",
        "{\"hostnames\":[\"controller-1\"],\"parameters\":{\"global\":[\"domainNumber=25\"]},"
            + "\"service\":\"ptp4l\"}",
        patch(urlEqualTo("/v1/ihosts/host-controller-1")));
  }

  @Test
  void anInstanceThatCannotBeMadeAnewIsWhatItWas() throws Exception {
    killedAndThenRefused(
        new ItemKey("ptp-instance", "slave"),
        "{\"hostnames\":[\"controller-1\"],\"parameters\":{},\"service\":\"phc2sys\"}",
        "{\"hostnames\":[\"controller-0\"],\"parameters\":{},\"service\":\"synce4l\"}",
        post(urlEqualTo("/v1/ptp_instances")).withRequestBody(containing("synce4l")),
        patch(urlEqualTo("/v1/ihosts/host-controller-0")));
  }

  @Test
  void aParameterThatCannotBeMadeAnewIsWhatItWas() throws Exception {
    var before = parameter("period", "5");
    killedAndThenRefused(
        new ItemKey("service-parameter", "platform.maintenance.period"),
        before,
        before.replace("\"resource\":\"\"", "\"resource\":\"platform::x\""),
        post(urlEqualTo("/v1/service_parameter")).withRequestBody(containing("platform::x")));
  }

  @Test
  void driftOfEveryTypeIsOnePushAndAReplayOfItIsNone() throws Exception {
    try (var site = site()) {
      push(site, first, Set.of());
      push(site, changed, new TreeSet<>(List.of(new ItemKey("certificate", "ssl_ca_17"))));
      // somebody at the site puts back what was there before
      push(site, first, new TreeSet<>(List.of(new ItemKey("certificate", "ssl_ca_18"))));
      assertThat(site.read(first.keySet().toArray(ItemKey[]::new))).isEqualTo(first);
      site.services.dieAfter(1, () -> {});
      push(site, first, Set.of());
      assertThat(site.services.isDead()).as("a replay writes").isFalse();
    }
  }
}

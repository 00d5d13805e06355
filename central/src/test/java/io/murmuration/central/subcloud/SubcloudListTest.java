package io.murmuration.central.subcloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.murmuration.central.cluster.LiveEntry;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.model.SyncStatus;
import io.murmuration.sync.status.Availability;
import io.murmuration.sync.status.KindStatus;
import io.murmuration.sync.status.SiteVerdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The list from memory: as new as the caller's last write, and no byte more than was asked for. */
@Tag("database")
class SubcloudListTest {
  private static final String LIST = "/v1.0/subclouds";
  private static final SessionEpoch FIRST = new SessionEpoch(1, 1);
  private static final TestHub HUB = new TestHub();

  private static int first;
  private static int second;
  private static int third;

  @BeforeAll
  static void add() {
    first = HUB.added("alpha-1");
    second = HUB.added("alpha-2", Map.of("description", "ünïcode \"quoted\""));
    third = HUB.added("beta-1");
  }

  @AfterAll
  static void close() {
    HUB.close();
  }

  @Test
  void whatWasJustWrittenIsListed() {
    for (int i = 0; i < 20; i++) {
      HUB.patch(LIST + "/beta-1", Map.of("location", "place " + i));
      assertThat(entry("beta-1").get("location").asText()).isEqualTo("place " + i);
    }
    int gone = HUB.added("gamma");
    assertThat(names(LIST)).contains("gamma");
    HUB.delete(LIST + "/gamma");
    assertThat(names(LIST)).doesNotContain("gamma");
    assertThat(HUB.get(LIST + "/" + gone).status()).isEqualTo(404);
  }

  @Test
  void rowsAreReadOnceAfterAChangeAndNotAtAllWithoutOne() {
    HUB.get(LIST);
    HUB.patch(LIST + "/beta-1", Map.of("location", "elsewhere"));
    assertThat(rowReads(() -> HUB.get(LIST))).isEqualTo(1);
    assertThat(rowReads(() -> HUB.get(LIST))).isZero();
    assertThat(rowReads(() -> HUB.get(LIST + "/beta-1/detail"))).isZero();
  }

  @Test
  void statusesThatAreToldLiveCostNoRead() {
    tell(first, FIRST, Availability.offline("connecting").verdict(SiteVerdict.up(1)));
    tell(first, FIRST, Kind.PLATFORM, 1, SyncStatus.IN_SYNC);
    HUB.get(LIST);

    tell(first, FIRST, Kind.PLATFORM, 1, SyncStatus.OUT_OF_SYNC);
    assertThat(
            rowReads(() -> {
              var entry = entry("alpha-1");
              assertThat(entry.get("availability-status").asText()).isEqualTo("online");
              assertThat(status(entry, "platform")).isEqualTo("out-of-sync");
              assertThat(entry.get("sync_status").asText()).isEqualTo("out-of-sync");
            }))
        .isZero();
    assertThat(HUB.get(LIST + "/alpha-1").json().get("availability-status").asText())
        .isEqualTo("online");

    tell(first, FIRST, Availability.offline("silent"));
    assertThat(entry("alpha-1").get("availability-status").asText()).isEqualTo("offline");
    assertThat(status(entry("alpha-1"), "platform")).isEqualTo("unknown");
  }

  @Test
  void anOperatorsWriteCountsMoreThanWhatASessionSaidBefore() {
    int id = HUB.online("decided");
    HUB.sql("UPDATE agent_session SET hub_epoch = 1, epoch = 1 WHERE subcloud_id = " + id);
    HUB.sql(
        "UPDATE subcloud_status SET hub_epoch = 1, session_epoch = 1 WHERE subcloud_id = " + id);
    HUB.patch(LIST + "/decided", Map.of("management-state", "managed"));
    tell(id, FIRST, Kind.DC_CERT, generation(id), SyncStatus.IN_SYNC);
    tell(id, FIRST, Kind.PLATFORM, generation(id), SyncStatus.IN_SYNC);
    HUB.sql(
        "UPDATE subcloud_status SET sync_status = 'in-sync' WHERE endpoint_type = 'dc-cert'"
            + " AND subcloud_id = "
            + id);
    assertThat(status(entry("decided"), "platform")).isEqualTo("in-sync");

    HUB.patch(LIST + "/decided", Map.of("management-state", "unmanaged"));

    assertThat(status(entry("decided"), "platform")).isEqualTo("unknown");
    assertThat(status(entry("decided"), "dc-cert")).isEqualTo("in-sync");
    tell(id, FIRST, Kind.PLATFORM, generation(id), SyncStatus.OUT_OF_SYNC);
    assertThat(status(entry("decided"), "platform")).isEqualTo("out-of-sync");
  }

  @Test
  void whileTheDatabaseDoesNotAnswerTheLastKnownListIsGivenWithItsAge() {
    var known = text(HUB.fetch(LIST));
    var aged =
        HUB.database()
            .database()
            .transactions()
            .inTx(tx -> {
              tx.sql().execute("LOCK TABLE hub IN ACCESS EXCLUSIVE MODE");
              return HUB.fetch(LIST);
            });
    assertThat(aged.statusCode()).isEqualTo(200);
    assertThat(text(aged)).isEqualTo(known);
    assertThat(aged.headers().firstValueAsLong("age").orElseThrow()).isPositive();
    assertThat(HUB.fetch(LIST).headers().firstValue("age")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/alpha-2",
        "/alpha-2/detail",
        "?subcloud_ref=alpha-2",
        "?subcloud_ref=alpha-2&detail=1"
      })
  void whileTheDatabaseDoesNotAnswerASingleSubcloudHasItsAgeToo(String which) {
    var known = text(HUB.fetch(LIST + which));
    HUB.patch(LIST + "/alpha-1", Map.of("location", "changed before " + which));
    HUB.rowsAreAway(true);
    var aged = HUB.fetch(LIST + which);
    HUB.rowsAreAway(false);
    assertThat(aged.statusCode()).isEqualTo(200);
    assertThat(text(aged)).isEqualTo(known);
    assertThat(aged.headers().firstValue("age")).isPresent();
    assertThat(HUB.fetch(LIST + which).headers().firstValue("age")).isEmpty();
  }

  @Test
  void whenTheDatabaseGoesAwayBeforeTheRowsAreReadTheLastKnownListIsGivenWithItsAge() {
    var known = text(HUB.fetch(LIST));
    HUB.patch(LIST + "/alpha-2", Map.of("location", "not yet known"));
    HUB.rowsAreAway(true);
    var aged = HUB.fetch(LIST);
    HUB.rowsAreAway(false);
    assertThat(aged.statusCode()).isEqualTo(200);
    assertThat(text(aged)).isEqualTo(known);
    assertThat(aged.headers().firstValue("age")).isPresent();
    assertThat(entry("alpha-2").get("location").asText()).isEqualTo("not yet known");
    assertThat(HUB.fetch(LIST).headers().firstValue("age")).isEmpty();
  }

  @Test
  void aClientThatHasTheVersionGetsNoBody() {
    var answer = HUB.fetch(LIST);
    var tag = answer.headers().firstValue("etag").orElseThrow();
    assertThat(tag).startsWith("W/\"");

    assertThat(HUB.fetch(LIST, "If-None-Match", "\"other\", " + tag))
        .satisfies(same -> {
          assertThat(same.statusCode()).isEqualTo(304);
          assertThat(same.body()).isEmpty();
          assertThat(same.headers().firstValue("etag")).contains(tag);
        });

    HUB.patch(LIST + "/alpha-2", Map.of("location", "moved away"));
    var next = HUB.fetch(LIST, "If-None-Match", tag);
    assertThat(next.statusCode()).isEqualTo(200);
    assertThat(next.headers().firstValue("etag").orElseThrow()).isNotEqualTo(tag);
  }

  @Test
  void versionsOfUnlikeListsUnderOneAddressDiffer() {
    var tag = HUB.fetch(LIST).headers().firstValue("etag").orElseThrow();
    var regions = HUB.fetch(LIST, "User-Agent", "cert-mon/1.0", "If-None-Match", tag);
    assertThat(regions.statusCode()).isEqualTo(200);
  }

  @Test
  void thePackedListIsTheSame() {
    var plain = HUB.fetch(LIST);
    var packed = HUB.fetch(LIST, "Accept-Encoding", "br, gzip;q=0.5");
    assertThat(packed.headers().firstValue("content-encoding")).contains("gzip");
    assertThat(packed.headers().firstValue("vary").orElseThrow()).contains("Accept-Encoding");
    assertThat(unpacked(packed)).isEqualTo(text(plain));
    assertThat(plain.headers().firstValue("content-encoding")).isEmpty();
    assertThat(HUB.fetch(LIST, "Accept-Encoding", "gzip;q=0").headers().map())
        .doesNotContainKey("content-encoding");
    assertThat(unpacked(HUB.fetch(LIST + "?name=alpha", "Accept-Encoding", "gzip")))
        .isEqualTo(text(HUB.fetch(LIST + "?name=alpha")));
  }

  @Test
  void anEntryIsTheObjectOfTheSubcloudWithTheOverallStatus() {
    var entry = entry("alpha-2");
    var shown = HUB.get(LIST + "/" + second).json();
    assertThat(entry.get("description").asText()).isEqualTo("ünïcode \"quoted\"");
    assertThat(entry.size()).isEqualTo(shown.size() + 1);
    shown
        .properties()
        .forEach(member -> assertThat(entry.get(member.getKey())).isEqualTo(member.getValue()));
  }

  @Test
  void filtersLimitAndMarkerSelect() {
    assertThat(names(LIST + "?name=alpha")).containsExactly("alpha-1", "alpha-2");
    assertThat(names(LIST + "?limit=1&marker=" + first)).containsExactly("alpha-2");
    assertThat(names(LIST + "?name=beta&management-state=unmanaged&group=Default"))
        .containsExactly("beta-1");
    assertThat(names(LIST + "?name=beta&management-state=managed")).isEmpty();
    assertThat(names(LIST + "?name=beta&availability-status=offline&sync-status=unknown"))
        .containsExactly("beta-1");
    assertThat(names(LIST + "?name=beta&deploy-status=complete")).isEmpty();
    assertThat(names(LIST + "?name=beta&group=1&marker=" + third)).isEmpty();
  }

  @Test
  void onlyTheFieldsAskedForAreGivenInTheContractsOrder() {
    var body = text(HUB.fetch(LIST + "?name=beta&fields=sync_status,id,%20name"));
    assertThat(body)
        .isEqualTo(
            "{\"subclouds\":[{\"id\":%d,\"name\":\"beta-1\",\"sync_status\":\"unknown\"}]}"
                .formatted(third));
    var all =
        StreamSupport.stream(
                ((Iterable<String>) () -> entry("beta-1").fieldNames()).spliterator(), false)
            .toList();
    assertThat(entry(HUB.get(LIST + "?fields=" + String.join(",", all)).json(), "beta-1").size())
        .isEqualTo(all.size());
  }

  @Test
  void certificateMonitorsGetRegionsAsNamesInAnyProjection() {
    HUB.sql("UPDATE subcloud SET region_name = 'region-1' WHERE id = " + first);
    var body = text(HUB.fetch(LIST + "?fields=name&limit=1", "User-Agent", "cert-mon/1.0"));
    assertThat(body).isEqualTo("{\"subclouds\":[{\"name\":\"region-1\"}]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "limit=0 | limit: 0 (expected: a whole number, 1 to 100000)",
        "limit=many | limit: many (expected: a whole number, 1 to 100000)",
        "marker=-1 | marker: -1 (expected: a whole number, 0 or more)",
        "management-state=on | management-state: on (expected: managed or unmanaged)",
        "availability-status=up | availability-status: up (expected: offline or online)",
        "sync-status=bad | sync-status: bad (expected: in-sync or out-of-sync or unknown)",
        "deploy-status=x | deploy-status: x (expected: a deploy status of the contract)",
        "group=nobodys | group: nobodys (expected: id or name of an existing group)",
        "name= | name:  (expected: the beginning of a name, not empty)",
        "fields=id,colour | fields: colour (expected: some of ",
      })
  void aValueThatMakesNoSenseIsToldWithWhatIsExpected(String query, String problem) {
    var reply = HUB.get(LIST + "?" + query, "Accept", "application/json");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().get("description").asText()).startsWith(problem);
  }

  @Test
  void allWrongValuesAreToldAtOnceAndUnknownParametersAreIgnored() {
    var reply = HUB.get(LIST + "?limit=x&group=y&colour=red", "Accept", "application/json");
    assertThat(reply.json().get("description").asText().lines()).hasSize(2);
    assertThat(names(LIST + "?colour=red&sort_key=name")).contains("alpha-1", "beta-1");
  }

  @Test
  void membersOfAGroupAreTheirRecords() {
    var members = HUB.get("/v1.0/subcloud-groups/1/subclouds").json().get("subclouds");
    assertThat(members.findValuesAsText("name")).contains("alpha-1", "beta-1");
    assertThat(members.get(0).size()).isEqualTo(27);
    assertThat(HUB.get("/v1.0/subcloud-groups/99/subclouds").body())
        .contains("Subcloud Group not found");
  }

  @Test
  void aClientThatHasTheMembersOfAGroupGetsNoBody() {
    var members = "/v1.0/subcloud-groups/1/subclouds";
    var tag = HUB.fetch(members).headers().firstValue("etag").orElseThrow();
    assertThat(HUB.fetch(members, "If-None-Match", tag).statusCode()).isEqualTo(304);
    HUB.patch(LIST + "/alpha-2", Map.of("location", "moved again"));
    assertThat(HUB.fetch(members, "If-None-Match", tag).statusCode()).isEqualTo(200);
  }

  private static int rowReads(Runnable work) {
    int before = HUB.rowReads();
    work.run();
    return HUB.rowReads() - before;
  }

  private static void tell(int id, SessionEpoch epoch, Availability availability) {
    HUB.live()
        .apply(
            TestHub.NODE, List.of(new LiveEntry.OfSite(new SubcloudId(id), epoch, availability)));
  }

  private static void tell(
      int id, SessionEpoch epoch, Kind kind, long generation, SyncStatus status) {
    var told = new KindStatus(status, Revision.NONE, Revision.NONE, "");
    HUB.live()
        .apply(
            TestHub.NODE,
            List.of(new LiveEntry.OfKind(new SubcloudId(id), epoch, generation, kind, told, null)));
  }

  private static long generation(int id) {
    return Long.parseLong(HUB.text("SELECT generation FROM subcloud WHERE id = " + id));
  }

  private static JsonNode entry(String name) {
    return entry(HUB.get(LIST).json(), name);
  }

  private static JsonNode entry(JsonNode list, String name) {
    return StreamSupport.stream(list.get("subclouds").spliterator(), false)
        .filter(entry -> entry.get("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String status(JsonNode entry, String kind) {
    return StreamSupport.stream(entry.get("endpoint_sync_status").spliterator(), false)
        .filter(endpoint -> endpoint.get("endpoint_type").asText().equals(kind))
        .map(endpoint -> endpoint.get("sync_status").asText())
        .findFirst()
        .orElseThrow();
  }

  private static List<String> names(String path) {
    return HUB.get(path).json().get("subclouds").findValuesAsText("name");
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static String unpacked(HttpResponse<byte[]> answer) {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
      var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      new ObjectMapper().readTree(text);
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

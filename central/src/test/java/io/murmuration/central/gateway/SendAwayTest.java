package io.murmuration.central.gateway;

import static io.murmuration.central.gateway.GatewayFixture.other;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.murmuration.central.cluster.LiveImage.Age;
import io.murmuration.central.cluster.live.AgeRepository;
import io.murmuration.central.gateway.intake.Farewell;
import io.murmuration.proto.GoAway;
import io.murmuration.proto.HubFrame;
import io.murmuration.schema.testing.TestDatabase;
import io.murmuration.sync.model.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Streams that go to another node. */
@Tag("database")
@Timeout(120)
class SendAwayTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Farewell ELSEWHERE =
      new Farewell(
          GoAway.Reason.DRAINING, "the node is drained", Duration.ZERO, List.of("b:1", "c:1"));

  @TempDir Path directory;
  @AutoClose private final TestDatabase database = TestDatabase.fresh();
  @AutoClose private GatewayFixture fixture;

  @BeforeEach
  void open() throws Exception {
    fixture = new GatewayFixture(database, directory, GatewayFixture.TIGHT);
  }

  @Test
  void streamsAreToldWhereToGoAndTheirSubcloudsStayOnline() throws Exception {
    var one = fixture.site("one");
    var two = fixture.site("two");
    try (var first = fixture.connect(one);
        var second = fixture.connect(two)) {
      first.hello(one.id().value(), one.journal(), 1, other()).welcomed();
      second.hello(two.id().value(), two.journal(), 1, other()).welcomed();
      fixture.gateway.intake().close(() -> ELSEWHERE);
      fixture.gateway.sendAway(10, () -> ELSEWHERE);
      for (var agent : List.of(first, second)) {
        var words = agent.await(HubFrame::hasGoAway).getGoAway();
        assertThat(words.getReason()).isEqualTo(GoAway.Reason.DRAINING);
        assertThat(words.getAddressesList()).containsExactly("b:1", "c:1");
        agent.untilEnded();
      }
    }
    await().atMost(PATIENCE).until(() -> fixture.gateway.sessions().connected() == 0);
    assertThat(fixture.gateway.intake().sentAway()).isEqualTo(2);
    assertThat(fixture.availability(one.id())).startsWith("online");
    try (var again = fixture.connect(one)) {
      again.hello(one.id().value(), one.journal(), 2, other());
      assertThat(again.await(HubFrame::hasGoAway).getGoAway().getAddressesList())
          .containsExactly("b:1", "c:1");
    }
    fixture.gateway.intake().open();
    try (var again = fixture.connect(one)) {
      again.hello(one.id().value(), one.journal(), 3, other()).welcomed();
    }
  }

  @Test
  void agesThatAreWrittenDownNeverMakeAnObservationOlder() throws Exception {
    var site = fixture.site("one");
    keep(site, Duration.ofMinutes(10));
    assertThat(confirmedSecondsAgo(site)).isBetween(600L, 660L);
    keep(site, Duration.ofMinutes(5));
    assertThat(confirmedSecondsAgo(site)).isBetween(300L, 360L);
    keep(site, Duration.ofHours(1));
    assertThat(confirmedSecondsAgo(site)).isBetween(300L, 360L);
  }

  private void keep(GatewayFixture.Site site, Duration age) {
    database
        .database()
        .transactions()
        .runInTx(
            tx -> new AgeRepository().keep(tx, List.of(new Age(site.id(), Kind.PLATFORM, age))));
  }

  private long confirmedSecondsAgo(GatewayFixture.Site site) {
    return database
        .database()
        .transactions()
        .inTx(tx ->
            tx.sql()
                .fetchSingle(
                    "SELECT extract(epoch FROM clock_timestamp() - confirmed_at)::bigint"
                        + " FROM subcloud_status"
                        + " WHERE subcloud_id = ? AND endpoint_type = 'platform'",
                    site.id().value())
                .get(0, Long.class));
  }
}

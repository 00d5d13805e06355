package io.murmuration.central.cluster.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.murmuration.central.cluster.Fixture;
import io.murmuration.central.cluster.LiveEntry;
import io.murmuration.central.gateway.drift.DriftAnywhere;
import io.murmuration.central.gateway.drift.DriftReport;
import io.murmuration.schema.testing.TestDatabase;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.model.SyncStatus;
import io.murmuration.sync.resource.Scope;
import io.murmuration.sync.status.Availability;
import io.murmuration.sync.status.KindStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two nodes in one JVM over one database. */
@Tag("database")
@Timeout(120)
final class TwoMembersTest {
  private static TestDatabase database;
  private static Fixture fixture;
  private static List<Integer> ports;
  private static TestNode a;
  private static TestNode b;

  @BeforeAll
  static void start() throws IOException {
    database = TestDatabase.fresh();
    fixture = new Fixture(database);
    ports = TestNode.freePorts(3);
    a = start(1);
    b = start(2);
    await().atMost(Duration.ofSeconds(60)).until(() -> a.cluster.members() == 2);
  }

  private static TestNode start(int number) {
    var members = ports.stream().map(port -> "127.0.0.1:" + port).toList();
    var settings =
        ClusterSettings.listed(
            "test-" + ports.getFirst(), "127.0.0.1", ports.get(number - 1), members);
    return new TestNode(number, settings, database, fixture);
  }

  @AfterAll
  static void close() {
    b.close();
    a.close();
    database.close();
    assertThat(fixture.faults).isEmpty();
  }

  @Test
  void nudgeMakesTheOtherNodeRead() {
    var revision = fixture.declare(Scope.FLEET, "dns", "1");
    a.nudges.changed();
    await().until(() -> !revision.isAfter(a.reader.applied()));
    await().until(() -> !revision.isAfter(b.reader.applied()));
  }

  @Test
  void liveStateCrosses() {
    var id = held("live", a);
    a.stream.publish(List.of(inSync(id), online(id)));
    assertThat(a.image.find(id, Kind.PLATFORM)).isPresent();
    await().until(() -> b.image.site(id).map(s -> s.availability().online()).orElse(false));
    var crossed = b.image.find(id, Kind.PLATFORM).orElseThrow();
    assertThat(crossed.status()).isEqualTo(inSync(id).status());
    assertThat(crossed.confirmed()).isNotNull();
  }

  @Test
  void aQuestionIsAnsweredByTheNodeThatKnowsAndEndsAtOnceIfNobodyDoes() {
    b.questions.answer(
        question -> question.equals("drift 7") ? Optional.of("{\"id\":7}") : Optional.empty());
    var patience = Duration.ofSeconds(60);
    assertThat(a.questions.ask("drift 7", patience)).contains("{\"id\":7}");
    assertThat(a.questions.ask("drift 8", patience)).isEmpty();
    assertThat(b.questions.ask("drift 7", patience)).as("it asks the others").isEmpty();

    b.questions.answer(_ -> Optional.of("whatever you ask"));
    assertThat(a.questions.ask("?".repeat(1_001), patience)).as("too long for one").isEmpty();
  }

  @Test
  void driftOfASiteIsToldByWhicheverNodeIsAskedIfAnyHasItsStream() {
    var report = new DriftReport.Json(JsonNodeFactory.instance.objectNode().put("id", 7));
    var atA = drift(a, _ -> new DriftReport.NotConnected());
    var atB = drift(b, id -> id.value() == 7 ? report : new DriftReport.NotConnected());
    assertThat(atA.of(new SubcloudId(7))).isEqualTo(report);
    assertThat(atB.of(new SubcloudId(7))).isEqualTo(report);
    assertThat(atA.of(new SubcloudId(8))).isInstanceOf(DriftReport.NotConnected.class);
    assertThat(atB.of(new SubcloudId(8))).isInstanceOf(DriftReport.NotConnected.class);
  }

  private static DriftAnywhere drift(TestNode node, Function<SubcloudId, DriftReport> here) {
    var drift =
        new DriftAnywhere(here, question -> node.questions.ask(question, Duration.ofSeconds(60)));
    node.questions.answer(drift::answer);
    return drift;
  }

  @Test
  void beatsSayThatAPeerHasTheDatabase() {
    await().until(a.stream::somePeerHasDatabase);
  }

  @Test
  void directoryNamesTheHolderAndForgetsOnlyItsOwn() {
    var mine = new SubcloudId(11);
    var theirs = new SubcloudId(12);
    a.directory.held(List.of(mine, theirs));
    await().until(() -> b.directory.holder(theirs).isPresent());
    b.directory.held(List.of(theirs));
    await().until(() -> a.directory.holder(theirs).orElse("").equals("node-2"));
    a.directory.left(List.of(mine, theirs));
    await().until(() -> b.directory.holder(mine).isEmpty());
    assertThat(b.directory.holder(theirs)).contains("node-2");
  }

  /** Hazelcast's content is lost with its member; what is known of the sites is read anew. */
  @Test
  void aMemberThatDiesTakesHintsAndBatchesWithItAndNothingElse() {
    var id = held("orphan", b);
    var third = start(3);
    await().until(() -> a.cluster.members() == 3);
    third.directory.held(List.of(id));
    await().until(() -> a.directory.holder(id).isPresent());
    await().until(() -> a.image.site(id).isPresent());

    // committed, but the batch that tells of it dies with its sender
    database.execute(
        "UPDATE agent_session SET epoch = 2, availability = 'offline' WHERE subcloud_id = "
            + id.value());
    third.loseMembership();

    await().until(() -> a.cluster.members() == 2 && b.cluster.members() == 2);
    for (var node : List.of(a, b)) {
      await().until(() -> !node.image.site(id).orElseThrow().availability().online());
    }
    var revision = fixture.declare(Scope.FLEET, "ntp", "1");
    a.nudges.changed();
    await().until(() -> !revision.isAfter(b.reader.applied()));

    third.stream.publish(List.of(online(id)));
    third.directory.held(List.of(id));
    third.nudges.changed();
    await().until(() -> !revision.isAfter(third.reader.applied()));
    assertThat(third.cluster.members()).as("it goes on alone").isEqualTo(1);
    assertThat(third.questions.ask("drift 1", Duration.ofSeconds(60))).isEmpty();
    assertThat(third.directory.holder(id)).isEmpty();
    third.close();
  }

  /** A site with a session that {@code node} holds. */
  private static SubcloudId held(String name, TestNode node) {
    var id = fixture.subcloud(name, 1);
    database.execute(
        """
        INSERT INTO agent_session (subcloud_id, hub_epoch, epoch, incarnation, availability)
        VALUES (%d, 1, 1, '%s', 'online')
        """
            .formatted(id.value(), node.node.incarnation()));
    for (var each : List.of(a, b)) {
      each.reload.request(Set.of(id));
      await().until(() -> each.image.knows(id));
    }
    return id;
  }

  private static LiveEntry.OfKind inSync(SubcloudId id) {
    return new LiveEntry.OfKind(
        id,
        new SessionEpoch(1, 1),
        1,
        Kind.PLATFORM,
        new KindStatus(SyncStatus.IN_SYNC, new Revision(1), new Revision(1), "as wanted"),
        new LiveEntry.Confirmation(Duration.ofSeconds(1), false));
  }

  private static LiveEntry.OfSite online(SubcloudId id) {
    return new LiveEntry.OfSite(id, new SessionEpoch(1, 1), new Availability(true, 0, "up"));
  }
}

package io.murmuration.central.cluster.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.murmuration.central.cluster.ChangeReader;
import io.murmuration.central.cluster.Fixture;
import io.murmuration.central.cluster.LiveEntry;
import io.murmuration.central.cluster.LiveImage;
import io.murmuration.central.cluster.NodeIdentity;
import io.murmuration.central.cluster.live.LiveReload;
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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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
  private static Node a;
  private static Node b;

  @BeforeAll
  static void start() throws IOException {
    database = TestDatabase.fresh();
    fixture = new Fixture(database);
    int[] ports = freePorts();
    a = new Node(1, ports[0], ports[1]);
    b = new Node(2, ports[1], ports[0]);
    await().atMost(Duration.ofSeconds(60)).until(() -> a.cluster.members() == 2);
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
    var id = new SubcloudId(1);
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

  private static DriftAnywhere drift(Node node, Function<SubcloudId, DriftReport> here) {
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

  private static int[] freePorts() throws IOException {
    try (var one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var two = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new int[] {one.getLocalPort(), two.getLocalPort()};
    }
  }

  private static final class Node {
    private final HazelcastNode cluster;
    private final ChangeReader reader;
    private final LiveImage image;
    private final LiveReload reload;
    private final TopicNudges nudges;
    private final TopicLiveStream stream;
    private final MapDirectory directory;
    private final TopicQuestions questions;

    Node(int number, int port, int peer) {
      var node = new NodeIdentity(new UUID(0, number), "node-" + number);
      var settings =
          new ClusterSettings(
              "test-" + Math.min(port, peer), "127.0.0.1", port, List.of("127.0.0.1:" + peer));
      cluster = HazelcastNode.start(settings, node);
      reader = fixture.reader();
      image = new LiveImage(node.incarnation(), System::nanoTime);
      var transactions = database.database().transactions();
      reload = new LiveReload(transactions, image, System::nanoTime, this::fault);
      nudges = new TopicNudges(cluster, reader, this::fault);
      stream =
          new TopicLiveStream(
              cluster, node, image, reload, () -> true, System::nanoTime, this::fault);
      directory = new MapDirectory(cluster, node.name(), this::fault);
      questions = new TopicQuestions(cluster, node.name(), this::fault);
    }

    void close() {
      questions.close();
      directory.close();
      stream.close();
      nudges.close();
      reload.close();
      reader.close();
      cluster.close();
    }

    private void fault(String where, Throwable bug) {
      fixture.faults.add(new AssertionError(where, bug));
    }
  }
}

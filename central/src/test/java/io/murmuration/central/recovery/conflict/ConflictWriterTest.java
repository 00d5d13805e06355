package io.murmuration.central.recovery.conflict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.murmuration.central.cluster.ChangeReader;
import io.murmuration.central.cluster.Fixture;
import io.murmuration.central.cluster.SubcloudView;
import io.murmuration.central.cluster.SubcloudView.Stage;
import io.murmuration.central.recovery.conflict.Histories.Strange;
import io.murmuration.schema.testing.TestDatabase;
import io.murmuration.sync.hub.KindEvent;
import io.murmuration.sync.hub.KindState;
import io.murmuration.sync.hub.Phase;
import io.murmuration.sync.model.Digest;
import io.murmuration.sync.model.Holding;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Lineage;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.resource.WantedSet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class ConflictWriterTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Digest SITE = new Digest(1, 1, 1, 1);
  private static final Digest HUB = new Digest(2, 2, 2, 2);
  private static final Lineage LOST = new Lineage(1, "lost");

  @AutoClose private final TestDatabase database = TestDatabase.fresh();
  private final Fixture hub = new Fixture(database);
  private final ChangeReader reader = hub.reader();
  private final ConflictBoard board = new ConflictBoard();
  private final ConflictWriter writer =
      ConflictWriter.start(
          board,
          database.database().transactions(),
          reader::nudge,
          (_, bug) -> hub.faults.add(bug));

  @AfterEach
  void close() {
    writer.close();
    reader.close();
    assertThat(hub.faults).isEmpty();
  }

  @Test
  void aConflictIsARowFromItsBeginToItsEnd() {
    var id = subcloud("one");
    greet(id, 1, 150, true);
    compared(id, 1, HUB);
    await().atMost(PATIENCE).until(() -> stages(id).equals(List.of(Stage.OPEN)));

    compared(id, 2, SITE); // of a stream that nobody has announced
    compared(id, 1, SITE);
    await().atMost(PATIENCE).until(() -> stages(id).isEmpty());
    assertThat(reader.image().snapshot().hold()).isNull();
  }

  @Test
  void anOlderStreamWritesNothingAndANewHoldingReplacesTheFormer() {
    var id = subcloud("one");
    var other = subcloud("two");
    database.execute("UPDATE agent_session SET epoch = 5 WHERE subcloud_id = " + id.value());
    greet(id, 1, 150, true);
    compared(id, 1, HUB);
    greet(other, 1, 150, true);
    compared(other, 1, HUB);
    await().atMost(PATIENCE).until(() -> !stages(other).isEmpty());
    assertThat(stages(id)).isEmpty();

    greet(other, 1, 160, true);
    compared(other, 1, HUB);
    await()
        .atMost(PATIENCE)
        .until(() ->
            view(other).conflicts().stream().anyMatch(row -> row.held().equals(new Revision(160))));
    assertThat(view(other).conflicts()).hasSize(1);
  }

  @Test
  void threeSubcloudsOfAHistoryThatNobodyReportedLostHoldTheHub() {
    var known = subcloud("known");
    greet(known, 1, 150, true);
    greet(subcloud("one"), 1, 150, false);
    greet(subcloud("two"), 1, 155, false);
    var third = subcloud("three");
    compared(known, 1, HUB);
    await().atMost(PATIENCE).until(() -> !stages(known).isEmpty());
    assertThat(reader.image().snapshot().hold()).isNull();

    greet(third, 1, 151, false);
    await().atMost(PATIENCE).until(() -> reader.image().snapshot().hold() != null);
    assertThat(reader.image().snapshot().hold())
        .startsWith("3 subclouds hold revisions")
        .contains("up to r155 of epoch 1");
  }

  private SubcloudId subcloud(String name) {
    var id = hub.subcloud(name, 1);
    database.execute(
        "INSERT INTO agent_session (subcloud_id, hub_epoch, epoch) VALUES ("
            + id.value()
            + ", 1, 1)");
    reader.readIndex().join();
    return id;
  }

  private void greet(SubcloudId id, long session, long held, boolean known) {
    var histories =
        new Histories(Map.of(Kind.PLATFORM, new Strange(LOST, new Revision(held), known)));
    board.greeted(view(id), new SessionEpoch(1, session), histories);
  }

  /** The site holds SITE; it is compared with what is wanted. */
  private void compared(SubcloudId id, long session, Digest wanted) {
    var set =
        new WantedSet(
            Kind.PLATFORM, new Revision(100), Revision.NONE, List.of(), List.of(), wanted);
    var holding = new Holding(new Revision(150), SITE, List.of());
    var state =
        new KindState(
            set, holding, false, Phase.SETTLED, 0, 0, false, false, null, List.of(), null);
    board.stepped(
        id,
        new SessionEpoch(1, session),
        Kind.PLATFORM,
        new KindEvent.InputsChanged(),
        state,
        state);
  }

  private SubcloudView view(SubcloudId id) {
    return reader.image().subcloud(id).orElseThrow();
  }

  private List<Stage> stages(SubcloudId id) {
    return view(id).conflicts().stream().map(SubcloudView.Conflict::stage).toList();
  }
}

package io.murmuration.central.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.schema.testing.TestDatabase;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Lineage;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.resource.Deletion;
import io.murmuration.sync.resource.Scope;
import io.murmuration.sync.resource.WantedItem;
import io.murmuration.sync.resource.WantedSet;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
final class HubImageTest {
  @AutoClose private final TestDatabase database = TestDatabase.fresh();
  private final Fixture fixture = new Fixture(database);
  @AutoClose private final ChangeReader reader = fixture.reader();

  @Test
  void sameScopesShareOneWantedSet() throws Exception {
    var a = fixture.subcloud("a", 1);
    var b = fixture.subcloud("b", 1);
    var c = fixture.subcloud("c", 1);
    fixture.declare(Scope.FLEET, "dns", "fleet");
    fixture.declare(new Scope.Subcloud(c.value()), "dns", "own");
    reader.readIndex().get();
    assertThat(wanted(a)).isSameAs(wanted(b)).isSameAs(wanted(a));
    assertThat(payloads(wanted(c))).containsExactly("own");
    fixture.declare(new Scope.Subcloud(c.value()), "dns", "other");
    var shared = wanted(a);
    reader.readIndex().get();
    assertThat(wanted(b)).isSameAs(shared);
    assertThat(payloads(wanted(c))).containsExactly("other");
  }

  @Test
  void wideChangeCopiesNoEntryPerSubcloud() throws Exception {
    fixture.subcloud("a", 1);
    reader.readIndex().get();
    var before = reader.image().snapshot().scopes();
    fixture.declare(Scope.FLEET, "dns", "1");
    reader.readIndex().get();
    assertThat(reader.image().snapshot().scopes()).isSameAs(before);
  }

  @Test
  void nearerScopeWins() throws Exception {
    var a = fixture.subcloud("a", 1);
    fixture.declare(Scope.FLEET, "dns", "fleet");
    fixture.declare(Scope.FLEET, "ntp", "fleet");
    var last = fixture.declare(new Scope.Group(1), "dns", "group");
    reader.readIndex().get();
    assertThat(payloads(wanted(a))).containsExactly("group", "fleet");
    assertThat(wanted(a).revision()).isEqualTo(last);
    assertThat(reader.image().snapshot().head(a, Kind.PLATFORM)).isEqualTo(last);
  }

  @Test
  void movedSubcloudIsToldToDropWhatItsFormerGroupGave() throws Exception {
    database.execute(
        """
        INSERT INTO subcloud_group (id, name, description, update_apply_type,
          max_parallel_subclouds) VALUES (2, 'second', '', 'parallel', 2)
        """);
    var a = fixture.subcloud("a", 1);
    fixture.declare(new Scope.Group(1), "ntp", "first");
    fixture.declare(new Scope.Group(2), "dns", "second");
    reader.readIndex().get();
    var moved = fixture.move(a, 1, 2);
    reader.readIndex().get();
    assertThat(payloads(wanted(a))).containsExactly("second");
    assertThat(wanted(a).deletions())
        .extracting(Deletion::key)
        .containsExactly(new ItemKey("ntp", "default"));
    assertThat(wanted(a).fullBefore()).isEqualTo(moved);
    assertThat(wanted(a).revision()).isEqualTo(moved);
    assertThat(reader.image().snapshot().head(a, Kind.PLATFORM)).isEqualTo(moved);
  }

  @Test
  void followedImageEqualsALoadedOne() throws Exception {
    var a = fixture.subcloud("a", 1);
    fixture.declare(Scope.FLEET, "dns", "1");
    reader.readIndex().get();
    fixture.declare(Scope.FLEET, "dns", "2");
    fixture.declare(new Scope.Group(1), "ntp", "3");
    fixture.declare(new Scope.Subcloud(a.value()), "remote-logging", "4");
    var b = fixture.subcloud("b", 1);
    reader.readIndex().get();
    try (var loaded = fixture.reader()) {
      for (var id : List.of(a, b)) {
        assertThat(loaded.image().wanted(id, Kind.PLATFORM)).isEqualTo(wanted(id));
        assertThat(loaded.image().subcloud(id)).isEqualTo(reader.image().subcloud(id));
      }
      assertThat(loaded.applied()).isEqualTo(reader.applied());
      assertThat(loaded.image().epochs()).isEqualTo(reader.image().epochs());
    }
  }

  @Test
  void itemsAboveTheirHeadAreNotWantedUntilItMoves() throws Exception {
    var a = fixture.subcloud("a", 1);
    fixture.declare(Scope.FLEET, "dns", "1");
    fixture.declare(Scope.FLEET, "dns", "2");
    database.execute("UPDATE desired_head SET revision = 2");
    reader.readIndex().get();
    assertThat(payloads(wanted(a))).containsExactly("1");
  }

  @Test
  void unknownSubcloudWantsNothing() {
    var nothing = wanted(new SubcloudId(99));
    assertThat(nothing.items()).isEmpty();
    assertThat(nothing.deletions()).isEmpty();
    assertThat(nothing.revision()).isEqualTo(Revision.NONE);
  }

  @Test
  void heldRevisionIsAnAncestorOnlyBelowTheNextEra() {
    var old = new Lineage(1, "old");
    var now = new Lineage(2, "now");
    var epochs =
        new HubEpochs(
            List.of(
                new HubEpochs.Era(old, new Revision(1)), new HubEpochs.Era(now, new Revision(10))));
    var applied = new Revision(15);
    assertThat(epochs.isAncestor(old, new Revision(9), applied)).isTrue();
    assertThat(epochs.isAncestor(old, new Revision(10), applied)).isFalse();
    assertThat(epochs.isAncestor(now, new Revision(15), applied)).isTrue();
    assertThat(epochs.isAncestor(now, new Revision(16), applied)).isFalse();
    assertThat(epochs.isAncestor(new Lineage(2, "other"), new Revision(1), applied)).isFalse();
    assertThat(epochs.isAncestor(Lineage.NONE, Revision.NONE, applied)).isTrue();
  }

  private WantedSet wanted(SubcloudId id) {
    return reader.image().wanted(id, Kind.PLATFORM);
  }

  private static List<String> payloads(WantedSet wanted) {
    return wanted.items().stream().map(WantedItem::payload).map(p -> p.text()).toList();
  }
}

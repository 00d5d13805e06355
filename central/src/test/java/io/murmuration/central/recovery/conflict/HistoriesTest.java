package io.murmuration.central.recovery.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.cluster.HubEpochs;
import io.murmuration.central.cluster.SubcloudView;
import io.murmuration.central.cluster.SubcloudView.Conflict;
import io.murmuration.central.cluster.SubcloudView.Stage;
import io.murmuration.sync.model.Holding;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Lineage;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SubcloudId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistoriesTest {
  private static final Lineage OLD = new Lineage(1, "old");
  private static final Lineage NOW = new Lineage(2, "now");
  private static final HubEpochs EPOCHS =
      new HubEpochs(
          List.of(
              new HubEpochs.Era(OLD, new Revision(1)), new HubEpochs.Era(NOW, new Revision(101))));
  private static final Revision APPLIED = new Revision(1_000_001);

  @Test
  void eachKindIsJudgedByTheHistoryThatItFollows() {
    var histories =
        Histories.of(
            EPOCHS,
            Map.of(Kind.PLATFORM, OLD, Kind.IDENTITY, NOW, Kind.DC_CERT, OLD),
            Map.of(
                Kind.PLATFORM, held(150), Kind.IDENTITY, held(1_000_001), Kind.DC_CERT, held(100)),
            APPLIED,
            subcloud());

    assertThat(histories.strange())
        .containsOnly(
            Map.entry(Kind.PLATFORM, new Histories.Strange(OLD, new Revision(150), true)));
  }

  @Test
  void aHistoryThatNobodyReportedLostIsNotKnown() {
    var another = new Lineage(2, "another");
    assertThat(of(another, 7, subcloud()).strange())
        .containsEntry(Kind.PLATFORM, new Histories.Strange(another, new Revision(7), false));
    var ahead = new Revision(1_000_002);
    assertThat(of(NOW, ahead.number(), subcloud()).strange())
        .containsEntry(Kind.PLATFORM, new Histories.Strange(NOW, ahead, false));
  }

  @Test
  void aConflictThatWasFoundStaysOneAlthoughRevisionsPassedIt() {
    var found = new Conflict(Kind.PLATFORM, OLD, new Revision(90), Stage.OPEN);
    assertThat(of(OLD, 90, subcloud()).strange()).isEmpty();
    assertThat(of(OLD, 90, subcloud(found)).strange()).containsKey(Kind.PLATFORM);
    assertThat(of(OLD, 91, subcloud(found)).strange()).isEmpty();
  }

  @Test
  void aDecisionOverridesOnlyWhatItWasMadeAbout() {
    var decided = new Conflict(Kind.PLATFORM, OLD, new Revision(150), Stage.OVERRIDDEN);
    assertThat(of(OLD, 150, subcloud()).overridden(subcloud(decided)))
        .containsExactly(Kind.PLATFORM);
    assertThat(of(OLD, 151, subcloud()).overridden(subcloud(decided))).isEmpty();
    assertThat(of(OLD, 150, subcloud()).overridden(subcloud())).isEmpty();
  }

  @Test
  void rowsAreReadAsTheQueriesWriteThem() {
    assertThat(Conflict.parse(new String[] {"platform 1 150 ADOPTING old", "novelty 1 1 OPEN old"}))
        .containsExactly(new Conflict(Kind.PLATFORM, OLD, new Revision(150), Stage.ADOPTING));
  }

  private static Histories of(Lineage lineage, long revision, SubcloudView subcloud) {
    return Histories.of(
        EPOCHS,
        Map.of(Kind.PLATFORM, lineage),
        Map.of(Kind.PLATFORM, held(revision)),
        APPLIED,
        subcloud);
  }

  private static Holding held(long revision) {
    return new Holding(new Revision(revision), null, List.of());
  }

  private static SubcloudView subcloud(Conflict... conflicts) {
    return new SubcloudView(
        new SubcloudId(7), "edge", 1, 1, true, null, "complete", List.of(conflicts));
  }
}

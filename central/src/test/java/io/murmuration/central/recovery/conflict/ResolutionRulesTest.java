package io.murmuration.central.recovery.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.recovery.conflict.Resolution.Action;
import io.murmuration.central.recovery.conflict.Resolution.Decision;
import io.murmuration.central.recovery.conflict.Resolution.Row;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SubcloudId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResolutionRulesTest {
  @Test
  void allConflictsOfASubcloudAreDecidedTogether() {
    assertThat(decide(Action.FORCE, row(1, Kind.PLATFORM), row(1, Kind.IDENTITY)))
        .containsExactly(new Decision.Taken(List.of(Kind.PLATFORM, Kind.IDENTITY), List.of()));
    assertThat(decide(Action.FORCE, row(1, Kind.PLATFORM), row(2, Kind.PLATFORM))).hasSize(2);
  }

  @Test
  void whatASourceKeepsIsNotAdopted() {
    assertThat(decide(Action.ADOPT, row(1, Kind.PLATFORM), row(1, Kind.IDENTITY)))
        .containsExactly(new Decision.Taken(List.of(Kind.PLATFORM), List.of()));
    assertThat(decide(Action.ADOPT, row(1, Kind.IDENTITY)).getFirst())
        .isInstanceOfSatisfying(
            Decision.Refused.class, no -> assertThat(no.why()).contains("can only be forced"));
  }

  @Test
  void whoIsOfflineIsRefusedInWords() {
    var offline = new Row(id(1), "edge", Kind.PLATFORM, null, null, "silent for 30 s");
    assertThat(decide(Action.FORCE, offline).getFirst())
        .isInstanceOfSatisfying(
            Decision.Refused.class,
            no -> assertThat(no.why()).contains("silent for 30 s (expected: online"));
  }

  @Test
  void orderedTwiceNothingIsSentAgainAndTheOtherWayIsRefused() {
    assertThat(decide(Action.FORCE, row(1, Kind.PLATFORM, Action.FORCE, new Revision(9))))
        .containsExactly(new Decision.Taken(List.of(), List.of(Kind.PLATFORM)));
    assertThat(decide(Action.ADOPT, row(1, Kind.PLATFORM, Action.ADOPT, null)))
        .containsExactly(new Decision.Taken(List.of(Kind.PLATFORM), List.of()));
    assertThat(decide(Action.ADOPT, row(1, Kind.PLATFORM, Action.FORCE, new Revision(9))))
        .first()
        .isInstanceOfSatisfying(
            Decision.Refused.class, no -> assertThat(no.why()).contains("force by r9"));
  }

  private static List<Decision> decide(Action action, Row... rows) {
    return List.copyOf(ResolutionRules.decide(action, List.of(rows)).values());
  }

  private static Row row(long subcloud, Kind kind) {
    return row(subcloud, kind, null, null);
  }

  private static Row row(
      long subcloud, Kind kind, @Nullable Action action, @Nullable Revision revision) {
    return new Row(id(subcloud), "edge-" + subcloud, kind, action, revision, null);
  }

  private static SubcloudId id(long subcloud) {
    return new SubcloudId(subcloud);
  }
}

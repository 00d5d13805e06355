package io.murmuration.sync.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final Lineage FIRST = new Lineage(1, "a");
  private static final Lineage SECOND = new Lineage(2, "b");
  private static final Revision NEWEST = new Revision(300);
  private final History history =
      new History(List.of(new Era(FIRST, new Revision(1)), new Era(SECOND, new Revision(100))));

  @Test
  void aRevisionBelowTheNextEpochsFirstIsAnAncestor() {
    assertThat(history.knows(FIRST, new Revision(99), NEWEST)).isTrue();
  }

  @Test
  void aRevisionOfTheLostPartOfAnEpochIsNot() {
    assertThat(history.knows(FIRST, new Revision(100), NEWEST)).isFalse();
    assertThat(history.knows(FIRST, new Revision(250), NEWEST)).isFalse();
  }

  @Test
  void theCurrentEpochEndsWithTheNewestRevision() {
    assertThat(history.knows(SECOND, NEWEST, NEWEST)).isTrue();
    assertThat(history.knows(SECOND, new Revision(301), NEWEST)).isFalse();
  }

  @Test
  void theSameEpochUnderAnotherNameIsForeign() {
    assertThat(history.knows(new Lineage(1, "z"), new Revision(5), NEWEST)).isFalse();
    assertThat(history.knows(new Lineage(3, "c"), new Revision(5), NEWEST)).isFalse();
  }

  @Test
  void aSiteThatNeverHeldAnythingFits() {
    assertThat(history.knows(Lineage.NONE, Revision.NONE, NEWEST)).isTrue();
    assertThat(history.knows(Lineage.NONE, new Revision(3), NEWEST)).isFalse();
  }

  @Test
  void erasMustGrow() {
    var eras = List.of(new Era(SECOND, new Revision(1)), new Era(FIRST, new Revision(2)));
    assertThatThrownBy(() -> new History(eras)).hasMessageContaining("expected: growing");
  }
}

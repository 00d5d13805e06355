package io.murmuration.central.release.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.sync.model.SubcloudId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final int MEBIBYTE = 1 << 20;
  private static final SubcloudId ONE = new SubcloudId(1);
  private static final SubcloudId TWO = new SubcloudId(2);

  private final AtomicInteger nodes = new AtomicInteger(1);

  private Pace pace(long perSite, long total) {
    var pace =
        new Pace(new FetchLimits(perSite, total, 10, Duration.ofSeconds(1)), nodes::get, () -> 0L);
    assertThat(pace.tryBegin(ONE)).isTrue();
    assertThat(pace.tryBegin(TWO)).isTrue();
    return pace;
  }

  @Test
  void aSitesOwnBudgetHoldsWhateverIsLeftOfTheFleets() {
    var pace = pace(MEBIBYTE, 100 * MEBIBYTE);
    assertThat(pace.take(ONE, MEBIBYTE / 4)).hasValue(0);
    assertThat(pace.take(ONE, MEBIBYTE)).hasValue(SECOND);
    assertThat(pace.take(TWO, MEBIBYTE / 4)).hasValue(0);
  }

  @Test
  void theFleetsBudgetIsSharedByTheNodes() {
    nodes.set(4);
    var pace = pace(0, 4 * MEBIBYTE);
    assertThat(pace.take(ONE, MEBIBYTE / 4)).hasValue(0);
    assertThat(pace.take(TWO, MEBIBYTE)).hasValue(SECOND);
  }

  @Test
  void aSitesBucketIsKeptWhileOneOfItsFetchesIsUnderWay() {
    var pace = pace(MEBIBYTE, 0);
    assertThat(pace.tryBegin(ONE)).isTrue();
    assertThat(pace.take(ONE, MEBIBYTE / 4)).hasValue(0);
    pace.ended(ONE);
    assertThat(pace.take(ONE, MEBIBYTE)).hasValue(SECOND);
  }

  @Test
  void aSiteHasNoMoreFetchesThanAnHonestOneEverHas() {
    var pace = pace(0, 0);
    for (int i = 1; i < Pace.MOST_OF_ONE; i++) {
      assertThat(pace.tryBegin(ONE)).isTrue();
    }
    assertThat(pace.tryBegin(ONE)).isFalse();
    pace.ended(ONE);
    assertThat(pace.tryBegin(ONE)).isTrue();
  }

  @Test
  void whoWouldWaitForTooLongIsSentAwayWithoutADebt() {
    var pace = pace(0, MEBIBYTE);
    assertThat(pace.take(ONE, 30 * MEBIBYTE)).isPresent();
    assertThat(pace.take(TWO, MEBIBYTE)).isEmpty();
    assertThat(pace.take(TWO, MEBIBYTE)).isEmpty();
    assertThat(pace.take(ONE, MEBIBYTE / 8)).isPresent();
  }
}

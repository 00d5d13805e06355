package io.murmuration.central.release.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.PriorityQueue;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ByteBucketTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long RATE = 1 << 20;

  private final ByteBucket bucket = new ByteBucket();

  @Test
  void aQuarterOfASecondMayGoAtOnceThenTheRateHolds() {
    assertThat(bucket.take(RATE / 4, RATE, 0)).isZero();
    assertThat(bucket.take(RATE / 2, RATE, 0)).isEqualTo(SECOND / 2);
    assertThat(bucket.take(RATE / 2, RATE, SECOND)).isEqualTo(SECOND / 4);
  }

  @Test
  void whatIsNotUsedIsNotSaved() {
    assertThat(bucket.take(1, RATE, 0)).isZero();
    assertThat(bucket.take(RATE / 4, RATE, 100 * SECOND)).isZero();
    assertThat(bucket.take(RATE / 4, RATE, 100 * SECOND)).isEqualTo(SECOND / 4);
  }

  @Test
  void noRateIsNoLimit() {
    for (int i = 0; i < 10; i++) {
      assertThat(bucket.take(RATE, 0, 0)).isZero();
    }
  }

  @Test
  void aRateThatIsHalvedCountsFromTheNextTakeOn() {
    assertThat(bucket.take(RATE / 4, RATE, 0)).isZero();
    assertThat(bucket.take(RATE / 4, RATE / 2, 0)).isEqualTo(SECOND / 2);
  }

  /** Fifty takers at one bucket, in virtual time: every window of a second keeps the budget. */
  @Test
  void inEachSecondNoMoreGoesThanTheRateAndTheBurstAndTakersDifferByTheBurst() {
    int takers = 50;
    int chunk = 64 * 1024;
    var sent = new long[takers];
    var perSecond = new long[30];
    record Turn(long at, int taker) {}
    var turns = new PriorityQueue<Turn>((a, b) -> Long.compare(a.at(), b.at()));
    for (int i = 0; i < takers; i++) {
      turns.add(new Turn(0, i));
    }
    while (turns.peek() instanceof Turn(var at, var taker) && at < 20 * SECOND) {
      turns.remove();
      long goes = at + bucket.take(chunk, 10 * RATE, at);
      if (goes < 20 * SECOND) {
        sent[taker] += chunk;
        perSecond[(int) (goes / SECOND)] += chunk;
      }
      turns.add(new Turn(goes, taker));
    }
    for (int second = 0; second < 20; second++) {
      assertThat(perSecond[second]).isLessThanOrEqualTo(10 * RATE + 10 * RATE / 4 + chunk);
    }
    long total = 0;
    for (long bytes : sent) {
      total += bytes;
      assertThat(bytes).isCloseTo(20 * 10 * RATE / takers, Offset.offset(10 * RATE / 4 + chunk));
    }
    assertThat(total).isGreaterThan(19 * 10 * RATE);
  }
}

package io.murmuration.central.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.model.SyncStatus;
import io.murmuration.sync.status.Availability;
import io.murmuration.sync.status.KindStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StatusQueueTest {
  private static final long MS = Duration.ofMillis(1).toNanos();

  private final StatusQueue queue =
      new StatusQueue(
          new StatusLinger(
              Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofSeconds(1), 100));

  private static StatusReport report(long id, long epoch, SyncStatus status, String reason) {
    return new StatusReport(
        new SubcloudId(id),
        new SessionEpoch(1, epoch),
        1,
        Kind.PLATFORM,
        new KindStatus(status, new Revision(5), new Revision(5), reason),
        0);
  }

  private static StatusReport inSync(long id) {
    return report(id, 1, SyncStatus.IN_SYNC, "as wanted, read back at the site");
  }

  private static StatusReport beingApplied(long id) {
    return report(id, 1, SyncStatus.OUT_OF_SYNC, "sent; being applied");
  }

  @Test
  void batchLeavesWhenNoFurtherReportCame() {
    assertThat(queue.put(inSync(1), 0)).isTrue();
    assertThat(queue.put(inSync(2), 15 * MS)).isFalse();
    assertThat(queue.dueInNanos(20 * MS)).isEqualTo(15 * MS);
    assertThat(queue.dueInNanos(35 * MS)).isZero();
    assertThat(queue.take(35 * MS).kinds()).hasSize(2);
    assertThat(queue.dueInNanos(35 * MS)).isEqualTo(StatusQueue.NEVER);
  }

  private static AvailabilityReport offline(long id, long epoch) {
    return new AvailabilityReport(
        new SubcloudId(id), new SessionEpoch(1, epoch), Availability.offline("nothing heard"));
  }

  /** Else more kinds than fit into a batch would be written after it, over unknown. */
  @Test
  void goingOfflineOvertakesTheKindsThatWait() {
    queue.put(inSync(1), 0);
    queue.put(inSync(2), 0);
    queue.put(beingApplied(3), 0);
    queue.put(report(4, 2, SyncStatus.IN_SYNC, "of a newer session"), 0);
    for (int id : new int[] {1, 3, 4}) {
      queue.put(offline(id, 1), 1 * MS);
    }
    assertThat(queue.waiting())
        .extracting(key -> key.id().value())
        .containsExactlyInAnyOrder(2L, 4L);
    queue.put(report(1, 1, SyncStatus.UNKNOWN, "the subcloud is offline"), 2 * MS);
    assertThat(queue.waiting()).hasSize(3);
  }

  @Test
  void batchThatComesBackIsOvertakenByGoingOfflineToo() {
    queue.put(inSync(1), 0);
    queue.put(inSync(2), 0);
    var failed = queue.takeAll(1 * MS);
    queue.put(offline(1, 1), 2 * MS);
    queue.putBack(failed, 3 * MS);
    assertThat(queue.waiting()).extracting(key -> key.id().value()).containsExactly(2L);
  }

  @Test
  void reportWaitsNoLongerThanTheLongestWhileOthersKeepComing() {
    for (int i = 0; i < 20; i++) {
      queue.put(inSync(i + 1), i * 10L * MS);
    }
    assertThat(queue.dueInNanos(200 * MS)).isLessThanOrEqualTo(0);
  }

  @Test
  void fullBatchLeavesAtOnce() {
    for (int i = 1; i < 100; i++) {
      queue.put(inSync(i), 0);
    }
    assertThat(queue.put(inSync(100), 0)).isTrue();
    assertThat(queue.dueInNanos(0)).isZero();
  }

  @Test
  void passingStatusIsReplacedByTheOneThatFollows() {
    queue.put(beingApplied(1), 0);
    queue.put(inSync(1), 300 * MS);
    var batch = queue.take(320 * MS);
    assertThat(batch.kinds()).containsExactly(inSync(1));
    assertThat(queue.size()).isZero();
  }

  @Test
  void passingStatusIsWrittenAfterAllWhenNothingFollows() {
    queue.put(beingApplied(1), 0);
    queue.put(beingApplied(1), 900 * MS);
    assertThat(queue.take(999 * MS).kinds()).isEmpty();
    assertThat(queue.dueInNanos(999 * MS)).isEqualTo(MS);
    assertThat(queue.take(1000 * MS).kinds()).containsExactly(beingApplied(1));
  }

  @Test
  void lateWordOfAnOlderStreamIsDropped() {
    var newer = report(1, 2, SyncStatus.IN_SYNC, "as wanted, read back at the site");
    queue.put(newer, 0);
    queue.put(report(1, 1, SyncStatus.UNKNOWN, "the subcloud is offline"), 0);
    assertThat(queue.takeAll(0).kinds()).containsExactly(newer);
  }

  @Test
  void batchThatWasNotWrittenDoesNotHideWhatCameMeanwhile() {
    queue.put(inSync(1), 0);
    queue.put(inSync(2), 0);
    var failed = queue.takeAll(0);
    var newer = report(1, 1, SyncStatus.UNKNOWN, "the subcloud is offline");
    queue.put(newer, MS);
    queue.putBack(failed, 2 * MS);
    assertThat(queue.takeAll(3 * MS).kinds()).containsExactlyInAnyOrder(newer, inSync(2));
  }
}

package io.murmuration.central.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.model.SyncStatus;
import io.murmuration.sync.status.KindStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ConvergenceTest {
  private final AtomicLong now = new AtomicLong();
  private final Convergence convergence = new Convergence(now::get);

  private void committed(long id, SyncStatus status, long held) {
    var report =
        new StatusReport(
            new SubcloudId(id),
            new SessionEpoch(1, 1),
            1,
            Kind.PLATFORM,
            new KindStatus(status, new Revision(held), new Revision(held), ""),
            now.get());
    convergence.committed(new StatusBatch(List.of(report), List.of(), List.of()));
  }

  private Convergence.Progress progress(long revision) {
    return convergence.find(new Revision(revision)).orElseThrow();
  }

  @Test
  void isOverWhenEachTargetFinishedTheRevisionOrALaterOne() {
    convergence.changeCommitted(new Revision(5));
    now.addAndGet(Duration.ofMillis(3).toNanos());
    convergence.began(
        new Revision(5), List.of(new SubcloudId(1), new SubcloudId(2), new SubcloudId(3)));
    now.addAndGet(Duration.ofMillis(7).toNanos());
    committed(1, SyncStatus.IN_SYNC, 5);
    committed(2, SyncStatus.IN_SYNC, 4);
    assertThat(progress(5).durable()).isEqualTo(1);
    assertThat(progress(5).all()).isNull();
    now.addAndGet(Duration.ofMillis(10).toNanos());
    committed(2, SyncStatus.OUT_OF_SYNC, 5);
    committed(3, SyncStatus.IN_SYNC, 6);
    var over = progress(5);
    assertThat(over.durable()).isEqualTo(2);
    assertThat(over.refused()).isEqualTo(1);
    assertThat(over.waiting()).isZero();
    assertThat(over.p50()).isEqualTo(Duration.ofMillis(20));
    assertThat(over.all()).isEqualTo(Duration.ofMillis(20));
  }

  @Test
  void remembersTheLastChangesOnly() {
    for (int i = 1; i <= Convergence.REMEMBERED + 1; i++) {
      convergence.began(new Revision(i), List.of());
    }
    assertThat(convergence.find(new Revision(1))).isEmpty();
    assertThat(convergence.latest()).hasSize(Convergence.REMEMBERED);
    assertThat(convergence.latest().getFirst().revision())
        .isEqualTo(new Revision(Convergence.REMEMBERED + 1));
  }
}

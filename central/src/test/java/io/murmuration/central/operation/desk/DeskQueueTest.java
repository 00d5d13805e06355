package io.murmuration.central.operation.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.sync.model.Payload;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.operation.OperationId;
import io.murmuration.sync.operation.Report;
import io.murmuration.sync.operation.Report.State;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeskQueueTest {
  private static final SubcloudId ONE = new SubcloudId(1);
  private static final SubcloudId TWO = new SubcloudId(2);

  private final DeskQueue queue = new DeskQueue();

  @Test
  void theNewestReportOfAnOperationIsTheOneThatWaits() {
    queue.opened(session(1), List.of(report(5, State.RUNNING)));
    queue.reported(session(1), report(5, State.SUCCEEDED));

    var batch = queue.take();

    assertThat(batch.whole()).containsExactly(ONE);
    assertThat(batch.reports())
        .containsExactly(new DeskQueue.Reported(session(1), report(5, State.SUCCEEDED)));
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void aLateWordOfAnOlderStreamChangesNothing() {
    queue.opened(session(2), List.of(report(5, State.SUCCEEDED)));
    queue.opened(session(1), List.of());
    queue.reported(session(1), report(5, State.RUNNING));

    assertThat(queue.ended(session(1))).isFalse();
    assertThat(queue.session(ONE)).contains(session(2));
    assertThat(queue.take().reports())
        .containsExactly(new DeskQueue.Reported(session(2), report(5, State.SUCCEEDED)));
  }

  @Test
  void reportsOfOneSubcloudAreBounded() {
    queue.opened(session(1), List.of());
    for (int i = 0; i < 10 * DeskQueue.MOST_REPORTS; i++) {
      queue.reported(session(1), report(i, State.RUNNING));
    }
    queue.reported(session(1), report(0, State.FAILED));

    var reports = queue.take().reports();

    assertThat(reports).hasSize(DeskQueue.MOST_REPORTS);
    assertThat(reports.getFirst().report().state()).isEqualTo(State.FAILED);
  }

  @Test
  void onlySessionsOfThisNodeAreLookedAt() {
    queue.opened(session(1), List.of());
    queue.take();
    queue.look(List.of(ONE, TWO));
    queue.lookWhole(List.of(TWO));

    var batch = queue.take();

    assertThat(batch.looks()).containsExactly(ONE);
    assertThat(batch.whole()).isEmpty();
  }

  @Test
  void whatIsPutBackDoesNotReplaceWhatCameMeanwhile() {
    queue.opened(session(1), List.of(report(5, State.RUNNING), report(6, State.RUNNING)));
    var batch = queue.take();
    queue.reported(session(1), report(5, State.SUCCEEDED));

    queue.putBack(batch);

    var again = queue.take();
    assertThat(again.whole()).containsExactly(ONE);
    assertThat(again.reports())
        .extracting(DeskQueue.Reported::report)
        .containsExactlyInAnyOrder(report(5, State.SUCCEEDED), report(6, State.RUNNING));
  }

  @Test
  void afterAFailureWhatMayHaveBeenNotedAsOfferedIsLookedAtToo() {
    queue.opened(session(1), List.of());
    queue.take();
    queue.look(List.of(ONE));

    queue.putBack(queue.take());

    assertThat(queue.take().whole()).containsExactly(ONE);
  }

  private static OpenSession session(long number) {
    return new OpenSession(ONE, new SessionEpoch(1, number), "J", 1, true);
  }

  private static Report report(long id, State state) {
    return new Report(new OperationId(0, id), state, 0, "", Payload.of(""));
  }
}

package io.murmuration.central.enrolment.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BatchesTest {
  private final List<List<Integer>> seen = new CopyOnWriteArrayList<>();
  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch gate = new CountDownLatch(1);

  @Test
  void whatArrivesDuringABatchIsTheNextOne() throws Exception {
    try (var batches = new Batches<>("test", 100, 10, this::gated)) {
      var answers = new ArrayList<CompletableFuture<Integer>>();
      answers.add(batches.submit(0).orElseThrow());
      started.await();
      for (int i = 1; i <= 5; i++) {
        answers.add(batches.submit(i).orElseThrow());
      }
      gate.countDown();

      for (int i = 0; i <= 5; i++) {
        assertThat(answers.get(i).get(10, TimeUnit.SECONDS)).isEqualTo(i * 2);
      }
      assertThat(seen).containsExactly(List.of(0), List.of(1, 2, 3, 4, 5));
    }
  }

  @Test
  void fullQueueSaysSoAndCancelledRequestsAreLeftOut() throws Exception {
    try (var batches = new Batches<>("test", 2, 10, this::gated)) {
      assertThat(batches.submit(0)).isPresent();
      started.await();
      var given = batches.submit(1).orElseThrow();
      var kept = batches.submit(2).orElseThrow();

      assertThat(batches.submit(3)).isEmpty();
      given.cancel(false);
      gate.countDown();

      assertThat(kept.get(10, TimeUnit.SECONDS)).isEqualTo(4);
      assertThat(seen).containsExactly(List.of(0), List.of(2));
    }
  }

  @Test
  void oneBadRequestFailsAlone() throws Exception {
    try (var batches = new Batches<>("test", 100, 10, this::failingAtThree)) {
      assertThat(batches.submit(0)).isPresent();
      started.await();
      var good = batches.submit(1).orElseThrow();
      var bad = batches.submit(3).orElseThrow();
      gate.countDown();

      assertThat(good.get(10, TimeUnit.SECONDS)).isEqualTo(2);
      assertThatThrownBy(() -> bad.get(10, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasMessageContaining("three");
    }
  }

  @Test
  void closedAnswersWhatWaitsAndTakesNothingMore() throws Exception {
    var batches = new Batches<>("test", 100, 10, this::gated);
    assertThat(batches.submit(0)).isPresent();
    started.await();
    var waiting = batches.submit(1).orElseThrow();

    batches.close();

    assertThat(batches.submit(2)).isEmpty();
    assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS))
        .isInstanceOfAny(CancellationException.class, ExecutionException.class);
  }

  private List<Integer> failingAtThree(List<Integer> batch) {
    if (batch.contains(3)) {
      throw new IllegalArgumentException("three");
    }
    return gated(batch);
  }

  private List<Integer> gated(List<Integer> batch) {
    seen.add(batch);
    started.countDown();
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
    return batch.stream().map(i -> i * 2).toList();
  }
}

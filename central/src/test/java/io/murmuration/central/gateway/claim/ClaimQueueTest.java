package io.murmuration.central.gateway.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.certificate.AgentIdentity;
import io.murmuration.central.gateway.claim.ClaimQueue.Pending;
import io.murmuration.proto.GoAway;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.status.SiteVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ClaimQueueTest {
  private static final UUID JOURNAL = new UUID(0, 1);

  private final ClaimQueue queue = new ClaimQueue();
  private final List<ClaimOutcome> answers = new ArrayList<>();

  private boolean offer(long id, UUID journal, long dial) {
    var identity = new AgentIdentity(new SubcloudId(id), new UUID(0, 2), "00");
    return queue.offer(
        new Pending(
            new ClaimRequest(identity, journal, dial, "1", SiteVerdict.up(0)), answers::add));
  }

  private List<Long> takenDials() throws InterruptedException {
    return queue.take().values().stream().map(pending -> pending.request().dial()).toList();
  }

  @Test
  void newerDialTakesThePlaceOfTheOlderOne() throws Exception {
    offer(1, JOURNAL, 5);
    offer(2, JOURNAL, 1);
    offer(1, JOURNAL, 7);
    offer(1, JOURNAL, 6);
    assertThat(takenDials()).containsExactly(7L, 1L);
    assertThat(answers)
        .hasSize(2)
        .allSatisfy(answer ->
            assertThat(answer)
                .isInstanceOfSatisfying(
                    ClaimOutcome.Refused.class,
                    refused -> assertThat(refused.reason()).isEqualTo(GoAway.Reason.SUPERSEDED)));
  }

  @Test
  void ofTwoJournalsTheLaterClaimCounts() throws Exception {
    offer(1, JOURNAL, 5);
    offer(1, new UUID(0, 9), 1);
    assertThat(takenDials()).containsExactly(1L);
  }

  @Test
  void greedySubcloudTakesNobodysPlace() throws Exception {
    for (int dial = 1; dial <= 10_000; dial++) {
      assertThat(offer(1, JOURNAL, dial)).isTrue();
    }
    assertThat(offer(2, JOURNAL, 3)).isTrue();
    assertThat(takenDials()).containsExactly(10_000L, 3L);
  }

  @Test
  void batchesAndTheQueueAreBounded() throws Exception {
    for (int id = 1; id <= 2000; id++) {
      assertThat(offer(id, JOURNAL, id)).isTrue();
    }
    assertThat(offer(2001, JOURNAL, 1)).isFalse();
    assertThat(offer(1, JOURNAL, 3000)).isTrue();
    assertThat(takenDials()).hasSize(500).startsWith(3000L, 2L);
    assertThat(offer(2001, JOURNAL, 1)).isTrue();
  }
}

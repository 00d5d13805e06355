package io.murmuration.agent.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.agent.release.Download.Step;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DownloadTest {
  private static final Artefact ARTEFACT = new Artefact("a.patch", "ab".repeat(32), 100);

  private static Download at(long have) {
    return Download.of(ARTEFACT, have);
  }

  @Test
  void itAsksForWhatIsMissing() {
    assertThat(at(0).begin()).isEqualTo(new Step.Ask(at(0), Duration.ZERO));
    assertThat(at(40).begin()).isEqualTo(new Step.Ask(at(40), Duration.ZERO));
    assertThat(at(100).begin()).isEqualTo(new Step.Verify(at(100)));
  }

  @Test
  void moreThanTheArtefactHasIsThrownAway() {
    assertThat(at(101).begin()).isInstanceOf(Step.StartAnew.class);
  }

  @Test
  void chunksAreTakenInTheirOrder() {
    assertThat(at(0).chunk(0, 60, 100)).isEqualTo(new Step.Take(at(60)));
    assertThat(at(60).chunk(60, 40, 100)).isEqualTo(new Step.Take(at(100)));
    assertThat(at(100).ended()).isEqualTo(new Step.Verify(at(100)));
  }

  @Test
  void aGapOrARepetitionIsAskedForAgainFromWhatIsThere() {
    assertThat(at(60).chunk(61, 10, 100)).isInstanceOf(Step.Ask.class);
    assertThat(at(60).chunk(0, 10, 100)).isInstanceOf(Step.Ask.class);
    assertThat(at(60).ended()).isInstanceOf(Step.Ask.class);
  }

  @Test
  void anArtefactOfAnotherSizeIsSpoiled() {
    assertThat(at(60).chunk(60, 10, 99)).isInstanceOf(Step.StartAnew.class);
    assertThat(at(60).chunk(60, 41, 100)).isInstanceOf(Step.StartAnew.class);
  }

  @Test
  void troubleIsWaitedOutLongerEachTimeUntilAByteComes() {
    var download = at(60);
    var last = Duration.ZERO;
    for (int i = 0; i < 40; i++) {
      if (!(download.broke(Duration.ZERO) instanceof Step.Ask(var next, var pause))) {
        throw new AssertionError("not asked again");
      }
      assertThat(pause).isGreaterThanOrEqualTo(last).isLessThanOrEqualTo(Duration.ofSeconds(30));
      assertThat(next.have()).isEqualTo(60);
      last = pause;
      download = next;
    }
    assertThat(download.chunk(60, 1, 100)).isEqualTo(new Step.Take(at(61)));
  }

  @Test
  void theHubMaySayWhenToComeAgain() {
    assertThat(at(60).broke(Duration.ofMinutes(2)))
        .isEqualTo(new Step.Ask(new Download(ARTEFACT, 60, 0, 1), Duration.ofMinutes(2)));
  }

  @Test
  void aRefusalIsTheEnd() {
    assertThat(at(60).refused("not yours"))
        .isEqualTo(new Step.GiveUp("the hub does not give artefact a.patch: not yours"));
  }

  @Test
  void theRightDigestCompletesIt() {
    assertThat(at(100).verified("ab".repeat(32))).isEqualTo(new Step.Complete());
  }

  @Test
  void wrongBytesAreFetchedAnewAFewTimesAndThenNamed() {
    var wrong = "cd".repeat(32);
    var download = at(100);
    for (int i = 1; i < Download.MOST_SPOILED; i++) {
      if (!(download.verified(wrong) instanceof Step.StartAnew(var next, var why))) {
        throw new AssertionError("not fetched anew");
      }
      assertThat(next.have()).isZero();
      assertThat(why).contains(wrong).contains(ARTEFACT.sha256());
      download = next;
    }
    assertThat(download.verified(wrong))
        .isEqualTo(
            new Step.GiveUpSpoiled(
                "a.patch came wrong 3 times, last: sha256 %s (expected: %s)"
                    .formatted(wrong, ARTEFACT.sha256())));
  }
}

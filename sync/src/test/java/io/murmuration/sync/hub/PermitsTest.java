package io.murmuration.sync.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.sync.hub.Permits.Claim;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SubcloudId;
import org.junit.jupiter.api.Test;

class PermitsTest {
  private static Claim claim(long id) {
    return new Claim(new SubcloudId(id), Kind.PLATFORM);
  }

  @Test
  void noMoreAreGrantedThanThereAre() {
    var permits = new Permits(2);
    for (int i = 1; i <= 3; i++) {
      permits.ask(claim(i), false);
    }

    assertThat(permits.grant()).contains(claim(1));
    assertThat(permits.grant()).contains(claim(2));
    assertThat(permits.grant()).isEmpty();
    permits.giveBack(claim(1));
    assertThat(permits.grant()).contains(claim(3));
  }

  @Test
  void suspectsGetAtMostAnEighth() {
    var permits = new Permits(16);
    for (int i = 1; i <= 20; i++) {
      permits.ask(claim(i), true);
    }

    assertThat(permits.grant()).isPresent();
    assertThat(permits.grant()).isPresent();
    assertThat(permits.grant()).isEmpty();
    assertThat(permits.held()).isEqualTo(2);
    assertThat(permits.queued()).isEqualTo(18);
  }

  @Test
  void suspectsDoNotStarveOthersWhenPermitsAreFew() {
    var permits = new Permits(1);
    permits.ask(claim(1), true);
    permits.ask(claim(2), true);
    permits.ask(claim(3), false);

    assertThat(permits.grant()).contains(claim(1));
    permits.giveBack(claim(1));
    assertThat(permits.grant()).contains(claim(3));
    permits.giveBack(claim(3));
    assertThat(permits.grant()).contains(claim(2));
  }

  @Test
  void whoLeavesTheQueueIsNotServed() {
    var permits = new Permits(1);
    permits.ask(claim(1), false);
    permits.withdraw(claim(1));

    assertThat(permits.grant()).isEmpty();
  }

  @Test
  void droppingForgetsAClaimWhereverItIs() {
    var permits = new Permits(1);
    permits.ask(claim(1), false);
    permits.ask(claim(2), true);
    permits.grant();
    permits.drop(claim(1));
    permits.drop(claim(2));

    assertThat(permits.held() + permits.queued()).isZero();
  }
}

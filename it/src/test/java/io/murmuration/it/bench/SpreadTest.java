package io.murmuration.it.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.murmuration.it.bench.Spread.Part;
import org.junit.jupiter.api.Test;

class SpreadTest {
  private static final int PORTS = 28_000;

  @Test
  void agentsShareOneJvmAsLongAsItHasDescriptors() {
    assertThat(Spread.of(2_000, 20_000, PORTS).parts())
        .containsExactly(new Part(1, 2_000, "127.0.0.1"));
    assertThat(Spread.of(10_000, 20_000, PORTS).parts())
        .containsExactly(new Part(1, 5_000, "127.0.0.1"), new Part(5_001, 10_000, "127.0.0.1"));
  }

  @Test
  void nobodyDialsAnAddressFromMorePortsThanThereAre() {
    var spread = Spread.of(50_000, 60_000, PORTS);

    assertThat(spread.parts())
        .containsExactly(new Part(1, 25_000, "127.0.0.1"), new Part(25_001, 50_000, "127.0.0.2"));
    assertThat(spread.listen()).isEqualTo("0.0.0.0");
    assertThat(Spread.of(10_000, 20_000, PORTS).listen()).isEqualTo("127.0.0.1");
  }

  @Test
  void thisMachineHasRoomForAFew() {
    assertThat(Spread.here(30).parts()).containsExactly(new Part(1, 30, "127.0.0.1"));
  }

  @Test
  void tooFewDescriptorsForTheHubAreRefusedWithWhatHelps() {
    assertThatThrownBy(() -> Spread.of(10_000, 4_096, PORTS))
        .hasMessageContaining("4096 (expected: at least 11000")
        .hasMessageContaining("LimitNOFILE");
  }
}

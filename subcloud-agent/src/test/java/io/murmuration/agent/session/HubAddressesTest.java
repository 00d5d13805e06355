package io.murmuration.agent.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HubAddressesTest {
  private final HubAddresses addresses = new HubAddresses(List.of("a:1", "b:1", "c:1"), 4);

  @Test
  void allAreTriedInTurn() {
    assertThat(List.of(addresses.next(), addresses.next(), addresses.next(), addresses.next()))
        .containsExactly("b:1", "c:1", "a:1", "b:1");
  }

  @Test
  void whereAHubSentUsIsTriedOnceBefore() {
    addresses.prefer(List.of("z:1", "z:1"));
    assertThat(List.of(addresses.next(), addresses.next())).containsExactly("z:1", "b:1");
  }
}

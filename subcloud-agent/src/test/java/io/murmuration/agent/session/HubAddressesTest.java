package io.murmuration.agent.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubAddressesTest {
  private static final List<String> HUBS = List.of("a:1", "b:1", "c:1");

  private final HubAddresses addresses = starting(4, Optional.empty());

  private static HubAddresses starting(int at, Optional<String> good) {
    return new HubAddresses(HUBS, false, at, good);
  }

  private static List<String> next(HubAddresses from, int many) {
    var dialled = new ArrayList<String>();
    for (int i = 0; i < many; i++) {
      dialled.add(from.next());
    }
    return dialled;
  }

  @Test
  void allAreTriedInTurn() {
    assertThat(next(addresses, 3)).containsExactly("b:1", "c:1", "a:1");
    assertThat(next(addresses, 3)).containsExactlyInAnyOrder("b:1", "c:1", "a:1");
  }

  @Test
  void whereAHubSentUsIsTriedBeforeTheOthers() {
    addresses.prefer(List.of("z:1", "z:1", "c:1"));
    assertThat(next(addresses, 4)).containsExactly("z:1", "c:1", "b:1", "a:1");
  }

  @Test
  void theLastGoodOneIsTriedFirstAfterARestart() {
    var restarted = starting(4, Optional.of("a:1"));
    assertThat(next(restarted, 3)).containsExactly("a:1", "b:1", "c:1");
  }

  @Test
  void hubThatWasLeftComesLastOnce() {
    addresses.good("c:1");
    addresses.leave("c:1");
    assertThat(next(addresses, 3)).containsExactly("b:1", "a:1", "c:1");
    assertThat(addresses.next()).isEqualTo("c:1"); // the others do not answer either
  }

  @Test
  void hubThatBrokeOffIsTriedFirstAndThenTheOthers() {
    addresses.good("c:1");
    assertThat(next(addresses, 3)).startsWith("c:1").containsExactlyInAnyOrderElementsOf(HUBS);
  }

  @Test
  void whatIsNoAddressIsPassedOver() {
    addresses.prefer(
        List.of("", "b", "b:0", "b:99999", "b:1/x", "http://b:1", "x".repeat(300) + ":1", "c:1"));
    assertThat(addresses.next()).isEqualTo("c:1");
  }

  @Test
  void whereAnOperatorChoseNoHubAddsAnAddress() {
    var chosen = new HubAddresses(HUBS, true, 0, Optional.of("elsewhere:1"));
    chosen.prefer(List.of("z:1", "c:1"));
    assertThat(next(chosen, 3)).containsExactly("c:1", "a:1", "b:1");
  }

  @Test
  void agentsOfAHubThatDiedSpreadOverTheOthers() {
    Map<String, Integer> second = new HashMap<>();
    for (int agent = 0; agent < 300; agent++) {
      var one = starting(agent, Optional.empty());
      one.good("a:1");
      assertThat(one.next()).isEqualTo("a:1");
      second.merge(one.next(), 1, Integer::sum);
    }
    assertThat(second).containsOnlyKeys("b:1", "c:1");
    assertThat(second.values()).allSatisfy(many -> assertThat(many).isBetween(90, 210));
  }

  @Test
  void theLastGoodOneIsKeptInAFileAndIsOnlyAHint(@TempDir Path dir) throws Exception {
    var file = new LastHubFile(dir);
    assertThat(file.read()).isEmpty();
    file.write("a:1");
    file.write("b:1");
    assertThat(new LastHubFile(dir).read()).contains("b:1");
    Files.write(dir.resolve("hub.last"), new byte[] {(byte) 0xff, 0});
    assertThat(file.read()).isEmpty();
  }
}

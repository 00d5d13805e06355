package io.murmuration.central.subcloud.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NetworkMapTest {
  private final NetworkMap<Integer> map = new NetworkMap<>();

  @Test
  void theSmallestNetworkAroundAnAddressIsFound() {
    map.add(network("10.0.0.0/8"), 1);
    map.add(network("10.1.0.0/16"), 2);
    map.add(network("fd00::/64"), 3);

    assertThat(map.around(address("10.1.2.3"))).contains(2);
    assertThat(map.around(address("10.2.2.3"))).contains(1);
    assertThat(map.around(address("fd00::9"))).contains(3);
    assertThat(map.around(address("11.0.0.1"))).isEmpty();
    assertThat(map.around(address("fd01::9"))).isEmpty();
  }

  @Test
  void aSharedNetworkStaysUntilItsLastHolderGoes() {
    map.add(network("10.0.0.0/8"), 1);
    map.add(network("10.0.0.0/8"), 2);

    map.remove(network("10.0.0.0/8"), 1);
    assertThat(map.around(address("10.0.0.1"))).contains(2);
    map.remove(network("10.0.0.0/8"), 2);
    map.remove(network("10.0.0.0/8"), 2);
    assertThat(map.around(address("10.0.0.1"))).isEmpty();
  }

  private static IpNetwork network(String text) {
    return IpNetwork.parse(text).orElseThrow();
  }

  private static IpAddress address(String text) {
    return IpAddress.parse(text).orElseThrow();
  }
}

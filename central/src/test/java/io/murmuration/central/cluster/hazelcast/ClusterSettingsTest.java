package io.murmuration.central.cluster.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ClusterSettingsTest {
  @Test
  void publicAddressOrNameIsRefused() {
    for (var host : List.of("8.8.8.8", "0.0.0.0", "::", "hub-a.example", "10.1", "")) {
      assertThatThrownBy(() -> settings(host))
          .as(host)
          .hasMessageContaining("cluster.host: " + host);
    }
    for (var address : List.of("127.0.0.1", "::1", "10.1.2.3", "192.168.0.1", "fd00::1")) {
      assertThat(settings(address).bind()).isEqualTo(address);
    }
  }

  private static ClusterSettings settings(String bind) {
    return new ClusterSettings("c", bind, 5701, List.of());
  }
}

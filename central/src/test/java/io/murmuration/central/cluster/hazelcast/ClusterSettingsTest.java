package io.murmuration.central.cluster.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ClusterSettingsTest {
  @Test
  void publicAddressIsRefusedUnlessAllowed() {
    assertThatThrownBy(() -> settings("8.8.8.8", false)).hasMessageContaining("cluster.bind");
    assertThatThrownBy(() -> settings("0.0.0.0", false)).hasMessageContaining("cluster.bind");
    assertThat(settings("8.8.8.8", true).bind()).isEqualTo("8.8.8.8");
    for (var address : List.of("127.0.0.1", "::1", "10.1.2.3", "192.168.0.1", "fd00::1")) {
      assertThat(settings(address, false).bind()).isEqualTo(address);
    }
  }

  private static ClusterSettings settings(String bind, boolean allowPublic) {
    return new ClusterSettings("c", bind, 5701, List.of(), allowPublic);
  }
}

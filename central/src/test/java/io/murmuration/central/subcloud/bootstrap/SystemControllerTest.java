package io.murmuration.central.subcloud.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.subcloud.bootstrap.SystemController.Pool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemControllerTest {
  @Test
  void aPoolIsANetworkWithTheRangeOfItsHosts() {
    var pool = Pool.parse(" fd00::/64 = fd00::2 - fd00::ff ").orElseThrow();

    assertThat(pool.network()).hasToString("fd00::/64");
    assertThat(pool.allocated()).hasToString("fd00::2-fd00::ff");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "192.168.204.0/24",
        "192.168.204.0/24=192.168.204.2",
        "192.168.204.0/24-192.168.204.2=192.168.204.9",
        "192.168.204.0/24=192.168.204.9-192.168.204.2",
        "192.168.204.0/24=192.168.205.2-192.168.205.9",
        "192.168.204.0/24=192.168.204.2-fd00::9",
        "192.168.204.0/33=192.168.204.2-192.168.204.9",
        "x=y-z"
      })
  void whatIsNoPoolIsNoPool(String text) {
    assertThat(Pool.parse(text)).isEmpty();
  }
}

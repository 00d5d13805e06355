package io.murmuration.central.subcloud.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpNetworkTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.1",
        "10.1.1.256",
        "010.1.1.1",
        "fe80::1%eth0",
        "::ffff:10.0.0.1",
        "localhost",
        "10.0.0.1 ",
        "1:2:3:4:5:6:7",
        "10.0.0.1/24"
      })
  void whatIsNoCompleteAddressIsRefused(String text) {
    assertThat(IpAddress.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "/24", "fd00::/129", "x/8"})
  void whatIsNoNetworkIsRefused(String text) {
    assertThat(IpNetwork.parse(text)).isEmpty();
  }

  @Test
  void ipv6TextBecomesCanonical() {
    assertThat(IpAddress.parse("FD01:0:0::00a1").orElseThrow()).hasToString("fd01::a1");
    assertThat(IpNetwork.parse("fd01:0:0::00a1/64").orElseThrow()).hasToString("fd01::/64");
  }

  @Test
  void aNetworkKnowsItsBounds() {
    var network = IpNetwork.parse("172.30.7.130/25").orElseThrow();

    assertThat(network).hasToString("172.30.7.128/25");
    assertThat(network.last()).hasToString("172.30.7.255");
    assertThat(network.size()).isEqualTo(128);
    assertThat(network.contains(address("172.30.7.127"))).isFalse();
    assertThat(network.contains(address("172.30.7.128"))).isTrue();
    assertThat(network.isBroadcast(address("172.30.7.255"))).isTrue();
  }

  @Test
  void theWholeOfIpv6IsANetworkToo() {
    var all = IpNetwork.parse("::/0").orElseThrow();

    assertThat(all.last()).hasToString("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
    assertThat(all.contains(address("10.0.0.1"))).isFalse();
  }

  private static IpAddress address(String text) {
    return IpAddress.parse(text).orElseThrow();
  }
}

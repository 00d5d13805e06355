package io.murmuration.central.cluster.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.murmuration.central.cluster.NodeIdentity;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class ClusterSettingsTest {
  private static final NodeIdentity NODE = new NodeIdentity(new UUID(0, 1), "a");

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

  @Test
  void publicAddressMustBeAllowedAndTheWildcardNeverIs() {
    assertThat(allowed("8.8.8.8").bind()).isEqualTo("8.8.8.8");
    for (var host : List.of("0.0.0.0", "::", "224.0.0.1", "hub-a.example")) {
      assertThatThrownBy(() -> allowed(host)).as(host).hasMessageContaining("cluster.host");
    }
  }

  @Test
  void nothingButWhatWasNamedIsAsked() {
    var listed =
        MemberConfig.of(
            ClusterSettings.listed("c", "fd00::1", 5701, List.of("10.0.0.2:5701")), NODE);
    var join = listed.getNetworkConfig().getJoin();
    assertThat(join.getMulticastConfig().isEnabled()).isFalse();
    assertThat(join.getAutoDetectionConfig().isEnabled()).isFalse();
    assertThat(join.getKubernetesConfig().isEnabled()).isFalse();
    assertThat(join.getTcpIpConfig().getMembers())
        .containsExactly("[fd00::1]:5701", "10.0.0.2:5701");

    var service =
        new ClusterSettings(
            "c", "10.0.0.1", 5701, new ClusterSettings.Discovery.Service("hub.ns.svc"), false);
    join = MemberConfig.of(service, NODE).getNetworkConfig().getJoin();
    assertThat(join.getMulticastConfig().isEnabled()).isFalse();
    assertThat(join.getAutoDetectionConfig().isEnabled()).isFalse();
    assertThat(join.getTcpIpConfig().isEnabled()).isFalse();
    assertThat(join.getKubernetesConfig().getProperties())
        .containsEntry("service-dns", "hub.ns.svc")
        .containsEntry("service-port", "5701");
  }

  @Test
  void memberListensAtTheGivenAddressOnly() {
    var config = MemberConfig.of(settings("10.1.2.3"), NODE);
    var network = config.getNetworkConfig();
    assertThat(network.getInterfaces().isEnabled()).isTrue();
    assertThat(network.getInterfaces().getInterfaces()).containsExactly("10.1.2.3");
    assertThat(network.isPortAutoIncrement()).isFalse();
    assertThat(config.getProperty("hazelcast.socket.bind.any")).isEqualTo("false");
    assertThat(config.getProperty("hazelcast.phone.home.enabled")).isEqualTo("false");
    assertThat(config.getProperty("hazelcast.operation.call.timeout.millis")).isEqualTo("10000");
    assertThat(config.getJetConfig().isEnabled()).isFalse();
    assertThat(config.getSerializationConfig().getJavaSerializationFilterConfig()).isNotNull();
  }

  private static ClusterSettings settings(String bind) {
    return ClusterSettings.listed("c", bind, 5701, List.of());
  }

  private static ClusterSettings allowed(String bind) {
    return new ClusterSettings(
        "c", bind, 5701, new ClusterSettings.Discovery.Listed(List.of()), true);
  }
}

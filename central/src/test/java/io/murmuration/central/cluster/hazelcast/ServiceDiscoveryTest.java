package io.murmuration.central.cluster.hazelcast;

import static org.awaitility.Awaitility.await;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import io.murmuration.central.cluster.NodeIdentity;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** By the name of a service, here one that every machine can resolve. */
@Timeout(120)
final class ServiceDiscoveryTest {
  @Test
  void nodesFindEachOtherByTheAddressesOfAService() throws IOException {
    var ports = TestNode.freePorts(2);
    var first = Hazelcast.newHazelcastInstance(config(ports.getFirst(), ports.getFirst()));
    try {
      var second = Hazelcast.newHazelcastInstance(config(ports.getLast(), ports.getFirst()));
      try {
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> second.getCluster().getMembers().size() == 2);
      } finally {
        second.shutdown();
      }
    } finally {
      first.shutdown();
    }
  }

  /** One address has two nodes here, so one of them has another port than the service says. */
  private static Config config(int port, int served) {
    var settings =
        new ClusterSettings(
            "service-" + served,
            "127.0.0.1",
            port,
            new ClusterSettings.Discovery.Service("localhost"),
            false);
    var config = MemberConfig.of(settings, new NodeIdentity(new UUID(0, port), "n" + port));
    config
        .getNetworkConfig()
        .getJoin()
        .getKubernetesConfig()
        .setProperty("service-port", Integer.toString(served));
    return config;
  }
}

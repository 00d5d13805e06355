package io.murmuration.central.cluster.hazelcast;

import static org.awaitility.Awaitility.await;

import io.murmuration.central.cluster.NodeIdentity;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** By the name of a service, here one that every machine can resolve to one node's address. */
@Timeout(120)
final class ServiceDiscoveryTest {
  @Test
  void nodesFindEachOtherByTheAddressesOfAService() throws IOException {
    int port = TestNode.freePorts(1).getFirst();
    var name = "service-" + port;
    var first = ClusterSettings.listed(name, "127.0.0.1", port, List.of());
    var second =
        new ClusterSettings(
            name, "127.0.0.2", port, new ClusterSettings.Discovery.Service("localhost"), false);
    try (var a = HazelcastNode.start(first, new NodeIdentity(new UUID(0, 1), "a"));
        var b = HazelcastNode.start(second, new NodeIdentity(new UUID(0, 2), "b"))) {
      await().atMost(Duration.ofSeconds(60)).until(() -> a.members() == 2 && b.members() == 2);
    }
  }
}

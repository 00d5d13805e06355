package io.murmuration.central.cluster.hazelcast;

import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import io.murmuration.central.cluster.NodeIdentity;

/**
 * Hazelcast as a node of ours runs it: one private address, one port, the members that were named
 * and no search for others, and every call of it with an end.
 */
final class MemberConfig {
  /** Subcloud id to node name. */
  static final String DIRECTORY = "directory";

  private MemberConfig() {}

  static Config of(ClusterSettings settings, NodeIdentity node) {
    var config = new Config(node.incarnation().toString());
    config.setClusterName(settings.clusterName());
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.shutdownhook.enabled", "false"); // wiring closes in order
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.setProperty("hazelcast.wait.seconds.before.join", "1");
    config.setProperty("hazelcast.max.no.heartbeat.seconds", "10");
    config.setProperty("hazelcast.heartbeat.interval.seconds", "2");
    config.setProperty("hazelcast.operation.call.timeout.millis", "10000");
    config.setProperty("hazelcast.merge.first.run.delay.seconds", "10");
    config.setProperty("hazelcast.merge.next.run.delay.seconds", "10");
    var network = config.getNetworkConfig();
    network.setPort(settings.port()).setPortAutoIncrement(false);
    network.getInterfaces().setEnabled(true).addInterface(settings.bind());
    join(settings, network.getJoin());
    // We send bytes and texts only. Whoever else sends objects shall not choose among our classes:
    // the default list is Hazelcast's own and the JDK's.
    config
        .getSerializationConfig()
        .setJavaSerializationFilterConfig(new JavaSerializationFilterConfig());
    var directory = config.getMapConfig(DIRECTORY);
    directory.setPerEntryStatsEnabled(true); // the policy compares times of update
    directory.getMergePolicyConfig().setPolicy("LatestUpdateMergePolicy");
    return config;
  }

  private static void join(ClusterSettings settings, JoinConfig join) {
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    switch (settings.discovery()) {
      case ClusterSettings.Discovery.Listed(var members) -> {
        var list = join.getTcpIpConfig().setEnabled(true);
        list.addMember(address(settings.bind()) + ":" + settings.port());
        members.forEach(list::addMember);
      }
      case ClusterSettings.Discovery.Service(var dnsName) ->
          join.getKubernetesConfig()
              .setEnabled(true)
              .setProperty("service-dns", dnsName)
              .setProperty("service-port", Integer.toString(settings.port()));
    }
  }

  private static String address(String bind) {
    return bind.contains(":") ? "[" + bind + "]" : bind;
  }
}

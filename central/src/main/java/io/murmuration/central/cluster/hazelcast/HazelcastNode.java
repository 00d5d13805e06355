package io.murmuration.central.cluster.hazelcast;

import com.hazelcast.cluster.MembershipAdapter;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import io.murmuration.central.cluster.NodeIdentity;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This node's membership. Finds the others by the configured list only. Thread-safe. */
public final class HazelcastNode implements AutoCloseable {
  static final String DIRECTORY = "directory";

  private static final Logger LOG = LoggerFactory.getLogger(HazelcastNode.class);

  private final HazelcastInstance instance;

  private HazelcastNode(HazelcastInstance instance) {
    this.instance = instance;
  }

  /**
   * Joins the others, or starts alone if none answers; blocks meanwhile, a second or so.
   *
   * @throws com.hazelcast.core.HazelcastException if the address cannot be bound
   */
  public static HazelcastNode start(ClusterSettings settings, NodeIdentity node) {
    return new HazelcastNode(Hazelcast.newHazelcastInstance(config(settings, node)));
  }

  /** Members now, this one included. */
  public int members() {
    return instance.getCluster().getMembers().size();
  }

  boolean isAlone() {
    return members() == 1;
  }

  HazelcastInstance instance() {
    return instance;
  }

  /**
   * Calls back whenever the members changed, or two halves of a split cluster merged. On one of
   * Hazelcast's threads: must not block.
   *
   * @param listener gets what happened, for the log
   */
  public void onChange(Consumer<String> listener) {
    instance
        .getCluster()
        .addMembershipListener(
            new MembershipAdapter() {
              @Override
              public void memberAdded(MembershipEvent event) {
                listener.accept("member joined: " + event.getMember().getAddress());
              }

              @Override
              public void memberRemoved(MembershipEvent event) {
                listener.accept("member left: " + event.getMember().getAddress());
              }
            });
    instance
        .getLifecycleService()
        .addLifecycleListener(event -> {
          if (event.getState() == LifecycleState.MERGED) {
            listener.accept("split cluster merged");
          }
        });
  }

  /** Leaves; the others notice at once. */
  @Override
  public void close() {
    LOG.info("cluster: leaving, members={}", members());
    instance.shutdown();
  }

  private static Config config(ClusterSettings settings, NodeIdentity node) {
    var config = new Config(node.incarnation().toString());
    config.setClusterName(settings.clusterName());
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.shutdownhook.enabled", "false"); // wiring closes in order
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.setProperty("hazelcast.wait.seconds.before.join", "1");
    config.setProperty("hazelcast.max.no.heartbeat.seconds", "10");
    config.setProperty("hazelcast.heartbeat.interval.seconds", "2");
    config.setProperty("hazelcast.merge.first.run.delay.seconds", "10");
    config.setProperty("hazelcast.merge.next.run.delay.seconds", "10");
    var network = config.getNetworkConfig();
    network.setPort(settings.port()).setPortAutoIncrement(false);
    network.getInterfaces().setEnabled(true).addInterface(settings.bind());
    var join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true).addMember(settings.bind() + ":" + settings.port());
    settings.members().forEach(join.getTcpIpConfig()::addMember);
    var directory = config.getMapConfig(DIRECTORY);
    directory.setPerEntryStatsEnabled(true); // the policy compares times of update
    directory.getMergePolicyConfig().setPolicy("LatestUpdateMergePolicy");
    return config;
  }
}

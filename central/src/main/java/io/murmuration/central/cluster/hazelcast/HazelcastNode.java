package io.murmuration.central.cluster.hazelcast;

import com.hazelcast.cluster.MembershipAdapter;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import io.murmuration.central.cluster.NodeIdentity;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This node's membership, as {@link MemberConfig} says. Thread-safe. */
public final class HazelcastNode implements AutoCloseable {
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
    return new HazelcastNode(Hazelcast.newHazelcastInstance(MemberConfig.of(settings, node)));
  }

  /** Members now, this one included; one if Hazelcast has ended by itself: then we are alone. */
  public int members() {
    try {
      return instance.getCluster().getMembers().size();
    } catch (HazelcastInstanceNotActiveException _) {
      return 1;
    }
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
}

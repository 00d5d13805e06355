package io.murmuration.central.cluster.lease;

import io.murmuration.central.cluster.ChangeReader;
import io.murmuration.central.observe.HealthCheck;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * Whether this node still hears from the database as often as it must. Not healthy does not mean
 * that its streams are cut: it keeps them, pushes nothing, and the ages of what it says grow.
 */
public final class ClusterHealth implements HealthCheck {
  private final NodeLease lease;
  private final ChangeReader reader;
  private final IntSupplier members;
  private final IntSupplier unheard;

  /**
   * @param members nodes that this one hears, itself included
   * @param unheard nodes that have a lease and are not heard
   */
  public ClusterHealth(
      NodeLease lease, ChangeReader reader, IntSupplier members, IntSupplier unheard) {
    this.lease = lease;
    this.reader = reader;
    this.members = members;
    this.unheard = unheard;
  }

  @Override
  public String name() {
    return "cluster";
  }

  @Override
  public Facts check() {
    return new Facts(
        lease.holds() && !reader.stale(),
        Map.of(
            "node_lease_held", lease.holds(),
            "seconds_since_renewal", lease.sinceRenewal().toSeconds(),
            "changes_read", !reader.stale(),
            "seconds_since_read", reader.sinceRead().toSeconds(),
            "revision", reader.applied().number(),
            "members", members.getAsInt(),
            "unheard_nodes", unheard.getAsInt()));
  }
}

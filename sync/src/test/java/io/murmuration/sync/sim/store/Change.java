package io.murmuration.sync.sim.store;

import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Lineage;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.operation.OperationId;
import io.murmuration.sync.resource.ItemVersion;
import io.murmuration.sync.resource.Scope;
import java.util.List;

/** A row of {@code change} with what a reader finds behind it. */
public sealed interface Change {
  record Desired(Scope scope, Kind kind, List<ItemVersion> versions) implements Change {}

  /** The subcloud's row as of this change. */
  record Subcloud(long id, View view, boolean rescoped) implements Change {}

  record Deleted(long id) implements Change {}

  record Operation(long id, OperationId operation) implements Change {}

  /**
   * What the hub's machine is told about a subcloud.
   *
   * @param forced what the site held of foreign histories when an operator decided against it
   */
  record View(
      long group, List<Long> former, boolean managed, long generation, List<Foreign> forced) {
    public View managed(boolean next) {
      return new View(group, former, next, generation + 1, forced);
    }

    public View moved(long to, List<Long> left) {
      return new View(to, left, managed, generation + 1, forced);
    }

    public View forced(List<Foreign> next) {
      return new View(group, former, managed, generation + 1, next);
    }
  }

  record Foreign(Kind kind, Lineage lineage, Revision held) {}
}

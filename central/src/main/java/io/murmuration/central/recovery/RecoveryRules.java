package io.murmuration.central.recovery;

import io.murmuration.sync.model.Revision;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When a node does not believe its database, and where a new hub epoch begins. Pure. */
final class RecoveryRules {
  /** Revisions of a new hub epoch begin at a multiple of this, far from those that were lost. */
  private static final long DISTANCE = 1_000_000;

  private RecoveryRules() {}

  /**
   * Why nothing may be pushed on the strength of this database; empty if it may.
   *
   * @param memory the newest that the node has seen; null if it remembers nothing
   */
  static Optional<String> suspicion(HubFacts hub, @Nullable Memory memory) {
    if (memory != null && hub.memory().isOlderThan(memory)) {
      return Optional.of(
          "the database is at %s of epoch %d, and this node has seen %s of epoch %d%s: was it restored from a backup?"
              .formatted(
                  hub.revision(),
                  hub.lineage().hubEpoch(),
                  memory.revision(),
                  memory.lineage().hubEpoch(),
                  isOtherHub(hub, memory) ? ", of another hub" : ""));
    }
    if (memory != null && memory.lineage().hubEpoch() < hub.lineage().hubEpoch()) {
      return Optional.empty(); // recovered meanwhile, and the identity with it
    }
    if (hub.written() != null && !Objects.equals(hub.written(), hub.present())) {
      return Optional.of(
          "the hub's tables were written in database %s and are in %s now: were they restored from a backup?"
              .formatted(hub.written(), hub.present()));
    }
    return Optional.empty();
  }

  private static boolean isOtherHub(HubFacts hub, Memory memory) {
    return hub.lineage().hubEpoch() == memory.lineage().hubEpoch()
        && !hub.lineage().equals(memory.lineage());
  }

  /**
   * How a new hub epoch begins.
   *
   * @param epoch its number: above any that was heard of
   * @param first what a site holds of the former epochs from this revision on is not in this
   *     database
   * @param sequence the hub's revision at its begin: above any that was heard of
   */
  record Plan(long epoch, Revision first, Revision sequence) {}

  /**
   * @param shared the last revision that the backup had; null if the operator did not say
   * @param joined the lowest revision at which a node that lives now joined, if one does
   * @param highest the highest revision that a site told of
   */
  static Plan plan(
      HubFacts hub, @Nullable Revision shared, @Nullable Revision joined, Revision highest) {
    var last = shared;
    if (last == null) {
      last = hub.revision();
      if (hub.hold() != null) {
        last = least(last, hub.heldAt());
        last = least(last, joined);
      }
    }
    long top = Math.max(hub.revision().number(), Math.max(hub.lost().number(), highest.number()));
    return new Plan(
        Math.max(hub.lineage().hubEpoch(), hub.lostEpoch()) + 1,
        new Revision(last.number() + 1),
        new Revision((top / DISTANCE + 1) * DISTANCE));
  }

  private static Revision least(Revision one, @Nullable Revision other) {
    return other == null || other.isAfter(one) ? one : other;
  }
}

package io.murmuration.sync.sim;

import io.murmuration.sync.agent.AgentMachine;
import io.murmuration.sync.hub.HubMachine;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.sim.live.Image;
import io.murmuration.sync.sim.site.SimSite;
import io.murmuration.sync.sim.store.SimStore;
import io.murmuration.sync.sim.store.SubcloudRow;
import io.murmuration.sync.sim.world.Chance;
import io.murmuration.sync.sim.world.World;
import io.murmuration.sync.status.SiteVerdict;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where a planted bug can be slipped in, around the real machines. */
public interface Variant {
  /** The product as it is. */
  Variant NONE = new Variant() {};

  default HubMachine hub(HubMachine real) {
    return real;
  }

  default AgentMachine agent(AgentMachine real, Kind kind, SimSite site) {
    return real;
  }

  /** The epoch that the gateway names when a stream has ended. */
  default SessionEpoch closed(SessionEpoch ended, @Nullable SessionEpoch current) {
    return ended;
  }

  /** A verdict as the gateway takes it from a frame. */
  default SiteVerdict heard(SiteVerdict said) {
    return said;
  }

  default SimStore store(World world, Chance chance) {
    return new SimStore(world, chance);
  }

  /** The epoch of a claim that wins, as the transaction takes it. */
  default SessionEpoch claim(SubcloudRow row, long hubEpoch) {
    return row.nextEpoch(hubEpoch);
  }

  /** Whether a duty tests on the rows that it writes whether it is still its own. */
  default boolean fencesDuties() {
    return true;
  }

  /** Whether a node remembers, over its restart, how far the database was. */
  default boolean remembers() {
    return true;
  }

  /** Whether a node that is behind what a site holds reads the changes before it judges. */
  default boolean readsBeforeItOpens() {
    return true;
  }

  /** Between two looks of a node into the changes. */
  default Duration poll() {
    return Duration.ofSeconds(1);
  }

  /** Whether a batch that comes after a later one of the same node is dropped. */
  default boolean dropsOldBatches() {
    return true;
  }

  /** Whether a request whose outcome was not heard is looked up. */
  default boolean looksUp() {
    return true;
  }

  default Image image() {
    return new Image();
  }

  /** What a cluster suffers, so that a bug has a chance to show. */
  default ClusterMix suffers(ClusterMix drawn) {
    return drawn;
  }
}

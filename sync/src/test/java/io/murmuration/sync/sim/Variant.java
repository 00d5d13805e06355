package io.murmuration.sync.sim;

import io.murmuration.sync.agent.AgentMachine;
import io.murmuration.sync.hub.HubMachine;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.sim.site.SimSite;
import io.murmuration.sync.sim.store.SimStore;
import io.murmuration.sync.sim.world.Chance;
import io.murmuration.sync.sim.world.World;
import io.murmuration.sync.status.SiteVerdict;
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
}

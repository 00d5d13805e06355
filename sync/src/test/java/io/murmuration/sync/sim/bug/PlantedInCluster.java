package io.murmuration.sync.sim.bug;

import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.sim.ClusterMix;
import io.murmuration.sync.sim.Setup;
import io.murmuration.sync.sim.Variant;
import io.murmuration.sync.sim.live.Image;
import io.murmuration.sync.sim.store.SubcloudRow;
import java.time.Duration;

/** Bugs that show only among several nodes, or when the database is not what it was. */
enum PlantedInCluster implements Variant {
  /** A claim takes the epoch that the node remembers, not the next one of the row. */
  TWO_OWNERS(1) {
    @Override
    public SessionEpoch claim(SubcloudRow row, long hubEpoch) {
      var known = row.epoch;
      return known != null && known.hubEpoch() == hubEpoch ? known : row.nextEpoch(hubEpoch);
    }
  },

  /** What was decided under a lease is written after a long pause, whoever has it by then. */
  UNFENCED_DUTY_AFTER_A_LONG_PAUSE(7) {
    @Override
    public boolean fencesDuties() {
      return false;
    }
  },

  /** A node that is restarted believes the database that it finds. */
  RESTORE_FOLLOWED_BY_EDITS_ROLLS_SITES_BACK(1) {
    @Override
    public boolean remembers() {
      return false;
    }

    @Override
    public ClusterMix suffers(ClusterMix drawn) {
      return ClusterMix.usual(true);
    }
  },

  /** What this node has not read yet, the database does not know. */
  LAGGING_NODE_INVENTS_A_CONFLICT(1) {
    @Override
    public ClusterMix suffers(ClusterMix drawn) {
      return ClusterMix.restless();
    }

    @Override
    public Duration poll() {
      return Duration.ofMillis(2900); // not yet stale
    }

    @Override
    public boolean readsBeforeItOpens() {
      return false;
    }
  },

  /** Whatever comes last from a peer is shown. */
  LATE_BATCH_OVERWRITES_THE_NEWER_STATE(1) {
    @Override
    public boolean dropsOldBatches() {
      return false;
    }

    @Override
    public Image image() {
      return new Image() {
        @Override
        protected boolean isOvertaken(SessionEpoch told, SessionEpoch known) {
          return false;
        }
      };
    }
  },

  /** A commit that was not heard of is taken as not having happened. */
  FAILURE_REPORTED_AFTER_COMMIT_BELIEVED(1) {
    @Override
    public boolean looksUp() {
      return false;
    }
  };

  private static final int SUBCLOUDS = 60;

  /** Catches it today; found anew when the simulator changes. */
  final long kept;

  PlantedInCluster(long kept) {
    this.kept = kept;
  }

  @Override
  public ClusterMix suffers(ClusterMix drawn) {
    return ClusterMix.usual(false);
  }

  Setup setup(long seed) {
    return Setup.cluster(seed, SUBCLOUDS, Duration.ofMinutes(6)).with(this);
  }
}

package io.murmuration.sync.sim.bug;

import io.murmuration.sync.agent.AgentEvent;
import io.murmuration.sync.agent.AgentMachine;
import io.murmuration.sync.agent.AgentState;
import io.murmuration.sync.agent.ApplyMachine;
import io.murmuration.sync.agent.PushOrder;
import io.murmuration.sync.hub.Effect;
import io.murmuration.sync.hub.HubMachine;
import io.murmuration.sync.hub.KindEvent;
import io.murmuration.sync.hub.KindState;
import io.murmuration.sync.hub.Phase;
import io.murmuration.sync.hub.Step;
import io.murmuration.sync.model.Answer;
import io.murmuration.sync.model.ItemKey;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.sim.Setup;
import io.murmuration.sync.sim.Variant;
import io.murmuration.sync.sim.site.SimSite;
import io.murmuration.sync.sim.store.SimStore;
import io.murmuration.sync.sim.store.SubcloudRow;
import io.murmuration.sync.sim.world.Chance;
import io.murmuration.sync.sim.world.World;
import io.murmuration.sync.status.SiteVerdict;
import io.murmuration.sync.testing.MixDigester;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Bugs that people do write, each around the real code. */
enum Planted implements Variant {
  /** The answer's attempt number is not looked at. */
  STALE_ACKNOWLEDGEMENT_ACCEPTED(13) {
    @Override
    public HubMachine hub(HubMachine real) {
      return (state, event, inputs, now) ->
          event instanceof KindEvent.Answered(_, var answer)
                  && state.phase() instanceof Phase.InFlight flight
              ? real.step(state, new KindEvent.Answered(flight.attempt(), answer), inputs, now)
              : real.step(state, event, inputs, now);
    }
  },

  /** The permit of a push that waits long, or could not be sent, is not handed back. */
  PERMIT_LEAK(1) {
    @Override
    public HubMachine hub(HubMachine real) {
      return (state, event, inputs, now) -> {
        var step = real.step(state, event, inputs, now);
        return event instanceof KindEvent.NotSent || event instanceof KindEvent.TakesLong
            ? new Step(
                step.state(),
                step.effects().stream()
                    .filter(effect -> !(effect instanceof Effect.ReturnPermit))
                    .toList())
            : step;
      };
    }
  },

  /** What became wanted during an attempt is taken as done with it. */
  NEWER_REVISION_FORGOTTEN_AT_ACKNOWLEDGEMENT(1) {
    @Override
    public HubMachine hub(HubMachine real) {
      return (state, event, inputs, now) -> {
        var step = real.step(state, event, inputs, now);
        boolean finished =
            event instanceof KindEvent.Answered(_, Answer.Finished _)
                && state.phase() instanceof Phase.InFlight
                && step.state().phase() instanceof Phase.Queued;
        return finished
            ? new Step(
                settled(step.state()),
                step.effects().stream()
                    .filter(effect -> !(effect instanceof Effect.AskPermit))
                    .toList())
            : step;
      };
    }
  },

  /** The end of an old stream ends the newer one. */
  LATE_DISCONNECT_BELIEVED(1) {
    @Override
    public SessionEpoch closed(SessionEpoch ended, @Nullable SessionEpoch current) {
      return current == null ? ended : current;
    }
  },

  /**
   * UPDATE status ... FROM session WHERE session.epoch = ...: not looked at again after the wait.
   */
  EPOCH_TESTED_ON_A_JOINED_ROW(14) {
    @Override
    public SimStore store(World world, Chance chance) {
      return new SimStore(world, chance) {
        @Override
        public boolean mayWrite(
            SessionEpoch epoch,
            long generation,
            SubcloudRow row,
            @Nullable SessionEpoch snapshotEpoch) {
          return epoch.equals(snapshotEpoch) && row.view.generation() == generation;
        }
      };
    }
  },

  /** nextval(): numbers are handed out in one order and committed in another. */
  REVISION_FROM_A_SEQUENCE(13) {
    @Override
    public SimStore store(World world, Chance chance) {
      return new SimStore(world, chance) {
        private long sequence;

        @Override
        public long[] revisionLocks(long... more) {
          return more.clone();
        }

        @Override
        public long takeRevision() {
          sequence = Math.max(sequence, seq) + 1;
          return sequence;
        }
      };
    }
  },

  /** What is only to be reported is repaired as everything else. */
  REPORTED_DRIFT_REPAIRED(1) {
    @Override
    public AgentMachine agent(AgentMachine real, Kind kind, SimSite site) {
      return new ApplyMachine(kind, new MixDigester());
    }
  },

  /** Whatever the agent answers, a deletion is taken as done. */
  DELETION_NOT_READ_BACK(1) {
    @Override
    public AgentMachine agent(AgentMachine real, Kind kind, SimSite site) {
      return (state, event) -> {
        if (event instanceof AgentEvent.ReadDone(var values)
            && state.phase() instanceof AgentState.Phase.Checking checking) {
          var rest = new TreeMap<>(values);
          rest.keySet().removeAll(checking.order().deletions());
          return real.step(state, new AgentEvent.ReadDone(rest));
        }
        return real.step(state, event);
      };
    }
  },

  /** What was once seen in-sync stays so. */
  OLD_OBSERVATION_RELIED_ON(1) {
    @Override
    Setup setup(long seed) {
      return Setup.quiet(seed, SUBCLOUDS, Duration.ofHours(2)).with(this);
    }

    @Override
    public HubMachine hub(HubMachine real) {
      return (state, event, inputs, now) ->
          event instanceof KindEvent.Doubted
              ? new Step(state, List.of())
              : real.step(state, event, inputs, now);
    }
  },

  /** An answer of the site that is told twice counts as two. */
  REPEATED_VERDICT_COUNTED(7) {
    @Override
    public SiteVerdict heard(SiteVerdict said) {
      return new SiteVerdict(0, said.state(), 0, said.why());
    }
  },

  /** What is not down is up. */
  UNKNOWN_VERDICT_TAKEN_AS_UP(7) {
    @Override
    public SiteVerdict heard(SiteVerdict said) {
      return said.state() == SiteVerdict.State.UNKNOWN ? SiteVerdict.up(said.number()) : said;
    }
  },

  /** What a full push does not name is taken as to be deleted. */
  ABSENCE_READ_AS_DELETION(1) {
    @Override
    public AgentMachine agent(AgentMachine real, Kind kind, SimSite site) {
      return (state, event) ->
          event instanceof AgentEvent.PushArrived(var order) && order.full()
              ? real.step(state, new AgentEvent.PushArrived(deletingTheRest(order, kind, site)))
              : real.step(state, event);
    }
  };

  private static final int SUBCLOUDS = 60;

  /** Catches it today; found anew when the simulator changes. */
  final long kept;

  Planted(long kept) {
    this.kept = kept;
  }

  /** A world in which the bug shows. */
  Setup setup(long seed) {
    return Setup.of(seed, SUBCLOUDS, Duration.ofMinutes(6)).with(this);
  }

  private static KindState settled(KindState state) {
    return new KindState(
        state.wanted(),
        state.holding(),
        state.ancestor(),
        Phase.SETTLED,
        state.attempts(),
        state.tries(),
        state.sendFull(),
        state.retryRefused(),
        state.refusedAs(),
        state.repairs(),
        state.doubt());
  }

  private static PushOrder deletingTheRest(PushOrder order, Kind kind, SimSite site) {
    var rest = new TreeSet<ItemKey>(site.of(kind).keySet());
    order.items().forEach(entry -> rest.remove(entry.key()));
    return new PushOrder(
        order.attempt(),
        order.lineage(),
        order.from(),
        order.to(),
        true,
        order.retryRefused(),
        order.target(),
        order.items(),
        List.copyOf(rest));
  }
}

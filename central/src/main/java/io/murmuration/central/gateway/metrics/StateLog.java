package io.murmuration.central.gateway.metrics;

import io.murmuration.central.observe.LogContext;
import io.murmuration.sync.hub.KindEvent;
import io.murmuration.sync.hub.KindState;
import io.murmuration.sync.hub.LaneObserver;
import io.murmuration.sync.hub.Phase;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One line per change of phase, always with the same fields. What went as it should is for debug: a
 * fleet-wide change must not write a line per site. What somebody may want to look at is for info.
 */
public final class StateLog implements LaneObserver {
  private static final Logger LOG = LoggerFactory.getLogger("io.murmuration.sync");

  @Override
  public void stepped(
      SubcloudId id,
      SessionEpoch epoch,
      Kind kind,
      KindEvent event,
      KindState before,
      KindState after) {
    if (before.phase().getClass() == after.phase().getClass()) {
      return;
    }
    boolean look = isWorthALook(after);
    if (look || LOG.isDebugEnabled()) {
      try (var _ = LogContext.subcloud(id.toString())) {
        LOG.atLevel(look ? Level.INFO : Level.DEBUG)
            .log(
                "sync {} {} wanted={} held={} {}->{} attempt={} session={} event={} reason={}",
                id,
                kind,
                after.wanted().revision(),
                held(after),
                name(before.phase()),
                name(after.phase()),
                after.attempts(),
                epoch,
                event.getClass().getSimpleName(),
                look ? reason(after) : "-");
      }
    }
  }

  private static boolean isWorthALook(KindState after) {
    return after.phase() instanceof Phase.BackingOff
        || (after.phase() instanceof Phase.Settled && (after.isRefused() || after.isConflict()));
  }

  private static String reason(KindState after) {
    if (after.phase() instanceof Phase.BackingOff(_, var reason, _)) {
      return reason;
    }
    return after.isConflict() ? "conflict" : "refused";
  }

  private static Revision held(KindState state) {
    var holding = state.holding();
    return holding == null ? Revision.NONE : holding.revision();
  }

  private static String name(Phase phase) {
    return phase.getClass().getSimpleName();
  }
}

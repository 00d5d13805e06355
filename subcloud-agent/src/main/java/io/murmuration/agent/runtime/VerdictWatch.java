package io.murmuration.agent.runtime;

import io.murmuration.agent.apply.KindWorker.Means;
import io.murmuration.agent.site.Site;
import io.murmuration.agent.site.Verdict;
import java.time.Duration;

/**
 * The last verdict of the site. Asking may block for long, a heartbeat must not: it carries the
 * last answer and asks for the next. Confined to the lane.
 */
final class VerdictWatch {
  private static final Duration OVERDUE = Duration.ofMinutes(1);

  private final Site site;
  private final Means means;
  private Verdict last = new Verdict.Unknown("the site has not been asked yet");
  private boolean asking;
  private long askedNanos;

  VerdictWatch(Site site, Means means) {
    this.site = site;
    this.means = means;
  }

  Verdict last() {
    if (asking) {
      var since = Duration.ofNanos(means.lane().nowNanos() - askedNanos);
      if (since.compareTo(OVERDUE) > 0) {
        return new Verdict.Unknown("the site has not answered for " + since.toSeconds() + " s");
      }
    }
    return last;
  }

  void ask() {
    if (asking) {
      return;
    }
    asking = true;
    askedNanos = means.lane().nowNanos();
    means
        .siteCalls()
        .execute(() -> {
          var verdict = verdict();
          means.lane().run(() -> answered(verdict));
        });
  }

  private void answered(Verdict verdict) {
    asking = false;
    last = verdict;
  }

  private Verdict verdict() {
    try {
      return site.verdict();
    } catch (RuntimeException e) {
      means.faults().report("verdict", e);
      return new Verdict.Unknown("a fault of the agent; its log says more");
    }
  }
}

package io.murmuration.agent.runtime;

import io.murmuration.agent.apply.KindWorker.Means;
import io.murmuration.agent.site.Site;
import io.murmuration.agent.site.Verdict;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The last verdict of the site. Asking may block for long, a heartbeat must not: it carries the
 * last answer, with its number, and asks for the next. Confined to the lane.
 */
final class VerdictWatch {
  private static final Duration OVERDUE = Duration.ofMinutes(1);

  private final Site site;
  private final Means means;
  private final Runnable news;
  private Verdict last = new Verdict.Unknown("the site has not been asked yet");
  private long number;
  private int failed;
  private boolean asking;
  private long askedNanos;
  private @Nullable Runnable waiting;

  /**
   * @param news called when a verdict is another than the one before, not only in its words
   */
  VerdictWatch(Site site, Means means, Runnable news) {
    this.site = site;
    this.means = means;
    this.news = news;
  }

  /** Of the last answer; grows with each. */
  long number() {
    return number;
  }

  /** How often the site failed in a row; what was not found out in between does not count. */
  int failed() {
    return failed;
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

  /** Calls back after the first answer, or after {@code most}. */
  void whenFirst(Duration most, Runnable then) {
    if (number > 0) {
      then.run();
    } else {
      waiting = then;
      means.lane().after(most, this::waited);
    }
  }

  private void waited() {
    var then = waiting;
    waiting = null;
    if (then != null) {
      then.run();
    }
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
    boolean another = last().getClass() != verdict.getClass();
    asking = false;
    number++;
    failed =
        switch (verdict) {
          case Verdict.Up() -> 0;
          case Verdict.Down _ -> failed + 1;
          case Verdict.Unknown _ -> failed;
        };
    last = verdict;
    if (another) {
      news.run();
    }
    waited();
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

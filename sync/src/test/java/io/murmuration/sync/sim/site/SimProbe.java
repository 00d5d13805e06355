package io.murmuration.sync.sim.site;

import io.murmuration.sync.sim.world.World;
import io.murmuration.sync.status.SiteVerdict;

/** The agent's watch over the site's verdict: asked at each heartbeat, told before it answers. */
public final class SimProbe {
  private static final long OVERDUE = 60 * World.SECOND;

  private final SimSite site;
  private SiteVerdict last = SiteVerdict.unknown(0, "not asked yet");
  private boolean asking;
  private long askedAt;
  private long answersAt;

  public SimProbe(SimSite site, long now) {
    this.site = site;
    ask(now);
  }

  public SiteVerdict last(long now) {
    if (asking && now >= answersAt) {
      long number = last.number() + 1;
      last = now < site.downUntil ? SiteVerdict.down(number, "vim") : SiteVerdict.up(number);
      asking = false;
    }
    return asking && now - askedAt > OVERDUE
        ? SiteVerdict.unknown(last.number(), "no answer")
        : last;
  }

  /** Again only once it has answered. */
  public void ask(long now) {
    if (!asking) {
      asking = true;
      askedAt = now;
      answersAt = Math.max(now + World.MILLI, site.probeHangsUntil);
    }
  }
}

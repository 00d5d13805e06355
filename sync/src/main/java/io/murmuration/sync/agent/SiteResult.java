package io.murmuration.sync.agent;

import io.murmuration.sync.model.Payload;
import java.time.Duration;

/** What the site's services answered to one write. */
public sealed interface SiteResult {
  /** Done, or already so. */
  record Applied() implements SiteResult {}

  /**
   * Deleted as far as it can be: the site always has something of this name, and has its default
   * now.
   *
   * @param remains what is read under the key from now on
   */
  record Reset(Payload remains) implements SiteResult {}

  /** Only another value or a person helps. {@code why} holds no secret. */
  record Refused(String why) implements SiteResult {}

  /**
   * Not there, or not all of it, because something that it needs is not at the site. It waits for
   * that: refused until then, and tried with every push.
   */
  record Lacking(String why) implements SiteResult {}

  /** Not now. */
  record Deferred(Duration retryAfter, String why) implements SiteResult {}

  SiteResult APPLIED = new Applied();
}

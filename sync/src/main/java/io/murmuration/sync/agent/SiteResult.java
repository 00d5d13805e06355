package io.murmuration.sync.agent;

import java.time.Duration;

/** What the site's services answered to one write. */
public sealed interface SiteResult {
  /** Done, or already so. */
  record Applied() implements SiteResult {}

  /** Only another value or a person helps. {@code why} holds no secret. */
  record Refused(String why) implements SiteResult {}

  /** Not now. */
  record Deferred(Duration retryAfter, String why) implements SiteResult {}

  SiteResult APPLIED = new Applied();
}

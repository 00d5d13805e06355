package io.murmuration.central.cluster;

import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SessionEpoch;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.status.Availability;
import io.murmuration.sync.status.KindStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One committed statement about a subcloud. No digests, no secrets: it crosses between nodes. */
public sealed interface LiveEntry {
  SubcloudId id();

  SessionEpoch epoch();

  /**
   * What is known of one kind.
   *
   * @param generation the state of the subcloud this was computed for
   * @param confirmed the last observation at the site, or null if there was none
   */
  record OfKind(
      SubcloudId id,
      SessionEpoch epoch,
      long generation,
      Kind kind,
      KindStatus status,
      @Nullable Confirmation confirmed)
      implements LiveEntry {}

  /** Whether the site answers. */
  record OfSite(SubcloudId id, SessionEpoch epoch, Availability availability)
      implements LiveEntry {}

  /**
   * How long ago the site was looked at.
   *
   * @param atLeast the node that would know is not heard, so the site may have been seen later
   */
  record Confirmation(Duration age, boolean atLeast) {}
}

package io.murmuration.central.alarm;

import java.util.Optional;

/**
 * What a site's agent told beside its alarms.
 *
 * @param oamAddress empty: nobody knows
 * @param configuration {@code unknown}, {@code up-to-date} or {@code out-of-date}
 */
public record SiteFacts(Optional<String> oamAddress, String configuration) {
  /** Of a site of which nothing was told. */
  public static final SiteFacts UNKNOWN = new SiteFacts(Optional.empty(), "unknown");
}

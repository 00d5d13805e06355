package io.murmuration.sync.resource;

import io.murmuration.sync.model.ItemKey;
import java.util.Comparator;
import java.util.List;

/**
 * Order of application within a kind, by prerequisite: revocations need nothing and wait for
 * nobody; assignments need the user or group, the project and the role; trusted CAs come before
 * what may need them, DNS before the host names of NTP and remote logging, fernet keys last.
 * Deletions go after upserts, in reverse order.
 */
public final class ApplyOrder {
  private static final List<String> TYPES =
      List.of(
          // identity
          "revocation-event",
          "user",
          "group",
          "project",
          "role",
          "assignment",
          // platform
          "trusted-ca",
          "certificate",
          "dns",
          "ntp",
          "remote-logging",
          "ptp",
          "ptp-instance",
          "service-parameter",
          "sysadmin",
          "fernet-repo");

  /** Of upserts; types this build does not know come last, by name. */
  public static final Comparator<ItemKey> UPSERTS =
      Comparator.<ItemKey>comparingInt(key -> rank(key.type())).thenComparing(key -> key);

  public static final Comparator<ItemKey> DELETIONS = UPSERTS.reversed();

  private ApplyOrder() {}

  private static int rank(String type) {
    int index = TYPES.indexOf(type);
    return index < 0 ? TYPES.size() : index;
  }
}

package io.murmuration.sync.endpoint;

import java.util.List;
import java.util.Optional;

/**
 * What the system controller has, as far as it is known. Nothing known and nothing there are two
 * things: the former makes a verdict unknown, the latter in-sync.
 *
 * @param revision of the hub; a later one replaces an earlier one
 * @param software versions of the deployed releases, such as {@code 26.03.1}; empty list: none
 * @param kubernetes the active target version, such as {@code v1.29.2}; empty text: none
 * @param firmware the applied device images; empty list: none
 */
public record AuditReference(
    long revision,
    Optional<List<String>> software,
    Optional<String> kubernetes,
    Optional<List<DeviceImage>> firmware) {
  /** Nothing is known. */
  public static final AuditReference NONE =
      new AuditReference(0, Optional.empty(), Optional.empty(), Optional.empty());

  public AuditReference {
    software = software.map(List::copyOf);
    firmware = firmware.map(List::copyOf);
  }

  public AuditReference at(long newRevision) {
    return new AuditReference(newRevision, software, kubernetes, firmware);
  }
}

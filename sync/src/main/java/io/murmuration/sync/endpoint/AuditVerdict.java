package io.murmuration.sync.endpoint;

import io.murmuration.sync.model.SyncStatus;

/**
 * What an audit of one endpoint found.
 *
 * @param why in words for an operator
 */
public record AuditVerdict(SyncStatus status, String why) {
  public static AuditVerdict inSync(String why) {
    return new AuditVerdict(SyncStatus.IN_SYNC, why);
  }

  public static AuditVerdict outOfSync(String why) {
    return new AuditVerdict(SyncStatus.OUT_OF_SYNC, why);
  }

  /** Not found out. */
  public static AuditVerdict unknown(String why) {
    return new AuditVerdict(SyncStatus.UNKNOWN, why);
  }

  /** The system controller was not asked, or did not answer: nobody knows what to compare with. */
  static AuditVerdict noReference() {
    return unknown("no reference: the hub does not know what the system controller has");
  }

  /** The contract's rule for a system controller that has none of it: the site is not asked. */
  static AuditVerdict nothingWanted(String what) {
    return inSync("the system controller has " + what + " to compare with");
  }
}

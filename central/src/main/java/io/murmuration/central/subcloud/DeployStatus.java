package io.murmuration.central.subcloud;

import java.util.Set;

/** The values of deploy-status that rules speak of (contract, enumerations). */
final class DeployStatus {
  static final String NOT_DEPLOYED = "not-deployed";
  static final String CREATE_COMPLETE = "create-complete";
  static final String COMPLETE = "complete";
  static final String SECONDARY = "secondary";
  static final String REHOME_PENDING = "rehome-pending";
  static final String CONFIG_FAILED = "config-failed";
  static final String BOOTSTRAP_FAILED = "bootstrap-failed";

  private static final Set<String> IS_SECONDARY = Set.of(SECONDARY, "secondary-failed");

  private static final Set<String> TRANSIENT =
      Set.of(
          NOT_DEPLOYED,
          "creating",
          "pre-install",
          "installing",
          "pre-bootstrap",
          "bootstrapping",
          "pre-config",
          "configuring",
          "aborting-install",
          "aborting-bootstrap",
          "aborting-config",
          "pre-restore",
          "restoring",
          "onsite-restoring",
          "pre-rehome",
          "rehoming",
          "pre-deploy",
          "deploying",
          "pre-enroll",
          "enrolling",
          "pre-init-enroll",
          "initiating-enroll",
          "reconfiguring-network");

  private static final Set<String> NO_DELETE =
      Set.of(
          "pre-deploy",
          "creating",
          "pre-install",
          "installing",
          "pre-bootstrap",
          "bootstrapping",
          "pre-config",
          "configuring",
          "deploying",
          "aborting-install",
          "aborting-bootstrap",
          "aborting-config",
          "pre-restore",
          "restoring",
          "onsite-restoring",
          "pre-rehome",
          "rehoming",
          REHOME_PENDING,
          "reconfiguring-network",
          "pre-init-enroll",
          "initiating-enroll",
          "pre-enroll",
          "enrolling");

  private static final Set<String> TRANSIENT_BACKUP =
      Set.of("validating", "pre-backup", "backing-up", "deleting-backup");
  private static final Set<String> TRANSIENT_PRESTAGE = Set.of("prestaging");

  private DeployStatus() {}

  /** A copy that another system controller looks after. */
  static boolean isSecondary(String status) {
    return IS_SECONDARY.contains(status);
  }

  static boolean forbidsDeletion(String status) {
    return NO_DELETE.contains(status);
  }

  static boolean isTransient(String status) {
    return TRANSIENT.contains(status);
  }

  static boolean isTransientBackup(String status) {
    return TRANSIENT_BACKUP.contains(status);
  }

  static boolean isTransientPrestage(String status) {
    return TRANSIENT_PRESTAGE.contains(status);
  }
}

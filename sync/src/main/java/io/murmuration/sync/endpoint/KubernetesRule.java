package io.murmuration.sync.endpoint;

import java.util.List;
import java.util.Optional;

/** Whether a site runs the Kubernetes version of the system controller, and no upgrade. */
public final class KubernetesRule {
  private KubernetesRule() {}

  /**
   * A version that a system knows.
   *
   * @param target whether the system is, or is to be, at this version
   * @param active whether all of the system runs it
   */
  public record Version(String version, boolean target, boolean active) {}

  /**
   * What a site has.
   *
   * @param upgrade state of the upgrade that is under way; empty: none
   */
  public record Site(List<Version> versions, Optional<String> upgrade) {
    public Site {
      versions = List.copyOf(versions);
    }
  }

  /** The version that a system runs for good, or "" while it runs none. */
  public static String active(List<Version> versions) {
    return versions.stream()
        .filter(version -> version.target() && version.active())
        .map(Version::version)
        .findFirst()
        .orElse("");
  }

  /** The verdict if it does not depend on the site. */
  public static Optional<AuditVerdict> withoutAsking(AuditReference reference) {
    if (reference.kubernetes().isEmpty()) {
      return Optional.of(AuditVerdict.noReference());
    }
    return reference.kubernetes().get().isEmpty()
        ? Optional.of(AuditVerdict.nothingWanted("no active Kubernetes version"))
        : Optional.empty();
  }

  public static AuditVerdict verdict(AuditReference reference, Site site) {
    return withoutAsking(reference)
        .orElseGet(() -> compare(reference.kubernetes().orElseThrow(), site));
  }

  private static AuditVerdict compare(String wanted, Site site) {
    if (site.upgrade().isPresent()) {
      return AuditVerdict.outOfSync("an upgrade is under way: " + site.upgrade().get());
    }
    var here = active(site.versions());
    if (here.isEmpty()) {
      return AuditVerdict.outOfSync("no version is active on all hosts (expected: " + wanted + ")");
    }
    return here.equals(wanted)
        ? AuditVerdict.inSync("version " + here + " as at the system controller")
        : AuditVerdict.outOfSync("version %s is active (expected: %s)".formatted(here, wanted));
  }
}

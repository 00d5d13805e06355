package io.murmuration.sync.endpoint;

import java.util.List;
import java.util.Optional;

/** Whether a site runs the latest release that is deployed at the system controller. */
public final class SoftwareRule {
  private SoftwareRule() {}

  /**
   * The version of a release that USM lists.
   *
   * @param version its field {@code sw_version}, which some releases of USM leave empty
   * @param id such as {@code starlingx-26.03.1}
   */
  public static String version(String version, String id) {
    return version.isEmpty() ? id.substring(id.lastIndexOf('-') + 1) : version;
  }

  /**
   * The major release, {@code YY.MM}, of the latest of these versions; empty if none is deployed.
   */
  public static Optional<String> majorRelease(List<String> deployed) {
    return ReleaseVersion.latest(deployed).map(ReleaseVersion::major);
  }

  /** The verdict if it does not depend on the site. */
  public static Optional<AuditVerdict> withoutAsking(AuditReference reference) {
    if (reference.software().isEmpty()) {
      return Optional.of(AuditVerdict.noReference());
    }
    return ReleaseVersion.latest(reference.software().get()).isEmpty()
        ? Optional.of(AuditVerdict.nothingWanted("no deployed release"))
        : Optional.empty();
  }

  /**
   * @param deployed versions of the releases deployed at the site
   */
  public static AuditVerdict verdict(AuditReference reference, List<String> deployed) {
    return withoutAsking(reference)
        .orElseGet(() ->
            compare(
                ReleaseVersion.latest(reference.software().orElseThrow()).orElseThrow(),
                ReleaseVersion.latest(deployed)));
  }

  private static AuditVerdict compare(ReleaseVersion wanted, Optional<ReleaseVersion> here) {
    if (here.isEmpty()) {
      return AuditVerdict.outOfSync("no release is deployed (expected: " + wanted + ")");
    }
    return here.get().isSameAs(wanted)
        ? AuditVerdict.inSync("release " + here.get() + " as at the system controller")
        : AuditVerdict.outOfSync(
            "release %s is deployed (expected: %s)".formatted(here.get(), wanted));
  }
}

package io.murmuration.sync.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.sync.alarm.Severity;
import io.murmuration.sync.alarm.SiteAlarm;
import io.murmuration.sync.endpoint.DeviceImage.Content;
import io.murmuration.sync.endpoint.FirmwareRule.Device;
import io.murmuration.sync.endpoint.FirmwareRule.Written;
import io.murmuration.sync.model.SyncStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The contract's comparison rules, endpoint by endpoint. */
class EndpointRulesTest {
  private static final Content BITSTREAM = new Content.Functional("0x2383", false, false);
  private static final Device CARD = new Device("d1", "pci_0", "8086", "0b30", Set.of("k=v"));

  private static AuditReference software(String... deployed) {
    return new AuditReference(
        1, Optional.of(List.of(deployed)), Optional.empty(), Optional.empty());
  }

  private static AuditReference kubernetes(String version) {
    return new AuditReference(1, Optional.empty(), Optional.of(version), Optional.empty());
  }

  private static AuditReference firmware(DeviceImage... images) {
    return new AuditReference(1, Optional.empty(), Optional.empty(), Optional.of(List.of(images)));
  }

  private static DeviceImage image(Content content, String... labels) {
    return new DeviceImage(content, "8086", "0b30", List.of(labels));
  }

  private static FirmwareRule.Site site(String status, Content... images) {
    var byUuid = images.length == 0 ? Map.<String, Content>of() : Map.of("i1", images[0]);
    return new FirmwareRule.Site(List.of(CARD), List.of(new Written("d1", "i1", status)), byUuid);
  }

  private static KubernetesRule.Site kubernetes(String version, boolean active) {
    return new KubernetesRule.Site(
        List.of(
            new KubernetesRule.Version("v1.28.4", false, true),
            new KubernetesRule.Version(version, true, active)),
        Optional.empty());
  }

  @Test
  void softwareIsTheLatestDeployedReleaseComparedAsNumbers() {
    var reference = software("26.03.2", "26.03.10", "25.09.300");
    assertThat(SoftwareRule.verdict(reference, List.of("26.03.1", "26.03.10")).status())
        .isEqualTo(SyncStatus.IN_SYNC);
    assertThat(SoftwareRule.verdict(reference, List.of("26.03.2")))
        .isEqualTo(AuditVerdict.outOfSync("release 26.03.2 is deployed (expected: 26.03.10)"));
    assertThat(SoftwareRule.verdict(reference, List.of("26.03.11")).status())
        .isEqualTo(SyncStatus.OUT_OF_SYNC);
    assertThat(SoftwareRule.verdict(software("26.03"), List.of("26.03.0")).status())
        .isEqualTo(SyncStatus.IN_SYNC);
    assertThat(SoftwareRule.verdict(reference, List.of()).why())
        .isEqualTo("no release is deployed (expected: 26.03.10)");
  }

  @Test
  void releaseWithoutAVersionIsKnownByItsId() {
    assertThat(SoftwareRule.version("", "starlingx-26.03.1")).isEqualTo("26.03.1");
    assertThat(SoftwareRule.version("26.03.2", "starlingx-26.03.1")).isEqualTo("26.03.2");
  }

  @Test
  void nothingKnownOfTheSystemControllerIsNotTheSameAsNothingThere() {
    assertThat(SoftwareRule.verdict(AuditReference.NONE, List.of("26.03.1")).status())
        .isEqualTo(SyncStatus.UNKNOWN);
    assertThat(SoftwareRule.verdict(software(), List.of("26.03.1")).status())
        .isEqualTo(SyncStatus.IN_SYNC);
    assertThat(KubernetesRule.verdict(AuditReference.NONE, kubernetes("v1", true)).why())
        .startsWith("no reference");
    assertThat(KubernetesRule.verdict(kubernetes(""), kubernetes("v1", true)).status())
        .isEqualTo(SyncStatus.IN_SYNC);
    assertThat(FirmwareRule.verdict(AuditReference.NONE, site("completed", BITSTREAM)).status())
        .isEqualTo(SyncStatus.UNKNOWN);
    assertThat(FirmwareRule.verdict(firmware(), site("pending", BITSTREAM)).status())
        .isEqualTo(SyncStatus.IN_SYNC);
  }

  @Test
  void kubernetesIsTheTargetVersionIfItIsActiveAndNoUpgradeRuns() {
    var reference = kubernetes("v1.29.2");
    assertThat(KubernetesRule.verdict(reference, kubernetes("v1.29.2", true)).status())
        .isEqualTo(SyncStatus.IN_SYNC);
    assertThat(KubernetesRule.verdict(reference, kubernetes("v1.29.2", false)).why())
        .isEqualTo("no version is active on all hosts (expected: v1.29.2)");
    assertThat(KubernetesRule.verdict(reference, kubernetes("v1.30.0", true)).why())
        .isEqualTo("version v1.30.0 is active (expected: v1.29.2)");
    var upgrading =
        new KubernetesRule.Site(
            kubernetes("v1.29.2", true).versions(), Optional.of("to v1.30.0, upgrade-started"));
    assertThat(KubernetesRule.verdict(reference, upgrading).status())
        .isEqualTo(SyncStatus.OUT_OF_SYNC);
  }

  @Test
  void rootCertificateIsInSyncUntilTheSiteRaisesAnAlarmAboutIt() {
    var entity = "system.certificate.kubernetes-root-ca";
    assertThat(KubeRootcaRule.verdict(List.of()).status()).isEqualTo(SyncStatus.IN_SYNC);
    assertThat(
            KubeRootcaRule.verdict(
                    List.of(new SiteAlarm("500.210", entity, Severity.CRITICAL, "expired")))
                .why())
        .contains("has expired");
    assertThat(
            KubeRootcaRule.verdict(
                    List.of(new SiteAlarm("500.200", entity, Severity.MAJOR, "soon")))
                .status())
        .isEqualTo(SyncStatus.OUT_OF_SYNC);
    assertThat(
            KubeRootcaRule.verdict(
                    List.of(
                        new SiteAlarm("500.200", "system.certificate.mode=ssl", Severity.MAJOR, ""),
                        new SiteAlarm("100.101", entity, Severity.MAJOR, "")))
                .status())
        .isEqualTo(SyncStatus.IN_SYNC);
  }

  @Test
  void firmwareMustBeWrittenToEveryDeviceThatTheImageIsFor() {
    var reference = firmware(image(BITSTREAM, ""));
    assertThat(FirmwareRule.verdict(reference, site("completed", BITSTREAM)).status())
        .isEqualTo(SyncStatus.IN_SYNC);
    assertThat(FirmwareRule.verdict(reference, site("in-progress", BITSTREAM)).why())
        .isEqualTo("device pci_0: bitstream 0x2383 is in-progress (expected: completed)");
    assertThat(
            FirmwareRule.verdict(
                    reference, site("completed", new Content.Functional("0x1", false, false)))
                .why())
        .contains("is not applied");
    assertThat(
            FirmwareRule.verdict(
                    firmware(image(new Content.RootKey("k1"), "")),
                    site("completed", new Content.RootKey("k1")))
                .status())
        .isEqualTo(SyncStatus.IN_SYNC);
    assertThat(
            FirmwareRule.verdict(
                    firmware(image(new Content.Revocation("7"), "")),
                    site("completed", new Content.Revocation("8")))
                .status())
        .isEqualTo(SyncStatus.OUT_OF_SYNC);
  }

  @Test
  void imageIsForDevicesOfItsVendorIdAndLabelsOnly() {
    assertThat(FirmwareRule.verdict(firmware(image(BITSTREAM, "k=v")), site("pending")).status())
        .isEqualTo(SyncStatus.OUT_OF_SYNC);
    assertThat(FirmwareRule.verdict(firmware(image(BITSTREAM, "k=w")), site("pending")).why())
        .isEqualTo("no image is for a device of the site");
    var other = new DeviceImage(BITSTREAM, "8086", "0d5c", List.of(""));
    assertThat(FirmwareRule.verdict(firmware(other), site("pending")).status())
        .isEqualTo(SyncStatus.IN_SYNC);
    var none = new FirmwareRule.Site(List.of(), List.of(), Map.of());
    assertThat(FirmwareRule.verdict(firmware(image(BITSTREAM, "")), none).status())
        .isEqualTo(SyncStatus.IN_SYNC);
  }
}

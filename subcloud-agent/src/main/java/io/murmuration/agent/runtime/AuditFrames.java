package io.murmuration.agent.runtime;

import io.murmuration.proto.Alarm;
import io.murmuration.proto.AlarmReport;
import io.murmuration.proto.AlarmSummary;
import io.murmuration.proto.EndpointReport;
import io.murmuration.proto.Reference;
import io.murmuration.proto.SiteFacts;
import io.murmuration.sync.alarm.SiteAlarm;
import io.murmuration.sync.alarm.SiteState;
import io.murmuration.sync.endpoint.AuditReference;
import io.murmuration.sync.endpoint.AuditVerdict;
import io.murmuration.sync.endpoint.DeviceImage;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.SyncStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Audits and alarms between the core's words and protocol messages. Stateless. */
final class AuditFrames {
  /** Alarms of a report, the worst ones; the others are only counted. */
  static final int MOST_ALARMS = 100;

  private AuditFrames() {}

  static AuditReference reference(Reference said) {
    return new AuditReference(
        said.getRevision(),
        said.hasSoftware()
            ? Optional.of(List.copyOf(said.getSoftware().getDeployedList()))
            : Optional.empty(),
        said.hasKubernetesVersion() ? Optional.of(said.getKubernetesVersion()) : Optional.empty(),
        said.hasFirmware() ? Optional.of(images(said.getFirmware())) : Optional.empty());
  }

  /** An image of a sort that this build does not know is left out: a newer agent compares it. */
  private static List<DeviceImage> images(Reference.Firmware firmware) {
    var images = new ArrayList<DeviceImage>();
    for (var image : firmware.getAppliedList()) {
      content(image)
          .ifPresent(content ->
              images.add(
                  new DeviceImage(
                      content, image.getPciVendor(), image.getPciDevice(), image.getLabelsList())));
    }
    return images;
  }

  private static Optional<DeviceImage.Content> content(Reference.DeviceImage image) {
    return switch (image.getContentCase()) {
      case FUNCTIONAL -> {
        var design = image.getFunctional();
        yield Optional.of(
            new DeviceImage.Content.Functional(
                design.getBitstreamId(), design.getBmc(), design.getRetimer()));
      }
      case ROOT_KEY_SIGNATURE ->
          Optional.of(new DeviceImage.Content.RootKey(image.getRootKeySignature()));
      case REVOKED_KEY_ID ->
          Optional.of(new DeviceImage.Content.Revocation(image.getRevokedKeyId()));
      case CONTENT_NOT_SET -> Optional.empty();
    };
  }

  static EndpointReport.Endpoint endpoint(Kind kind, AuditVerdict verdict) {
    return EndpointReport.Endpoint.newBuilder()
        .setEndpointType(kind.wireName())
        .setVerdict(verdict(verdict.status()))
        .setDetails(Frames.shortened(verdict.why()))
        .build();
  }

  private static EndpointReport.Verdict verdict(SyncStatus status) {
    return switch (status) {
      case IN_SYNC -> EndpointReport.Verdict.IN_SYNC;
      case OUT_OF_SYNC -> EndpointReport.Verdict.OUT_OF_SYNC;
      case UNKNOWN -> EndpointReport.Verdict.NOT_KNOWN;
    };
  }

  static AlarmReport.Builder alarms(SiteState state) {
    var counts = state.counts();
    var listed = state.active().subList(0, Math.min(MOST_ALARMS, state.active().size()));
    var report =
        AlarmReport.newBuilder()
            .setSummary(
                AlarmSummary.newBuilder()
                    .setCritical(counts.critical())
                    .setMajor(counts.major())
                    .setMinor(counts.minor())
                    .setWarnings(counts.warnings()))
            .setUnlisted(state.unlisted() + state.active().size() - listed.size());
    listed.forEach(alarm -> report.addActive(alarm(alarm)));
    var facts = SiteFacts.newBuilder().setConfiguration(configuration(state.configuration()));
    state.oamAddress().ifPresent(facts::setOamFloatingIp);
    state.softwareVersion().ifPresent(facts::setSoftwareVersion);
    return report.setFacts(facts);
  }

  private static Alarm alarm(SiteAlarm alarm) {
    return Alarm.newBuilder()
        .setAlarmId(alarm.alarmId())
        .setEntityInstanceId(alarm.entity())
        .setSeverity(alarm.severity().wireName())
        .setReasonText(Frames.shortened(alarm.reason()))
        .build();
  }

  private static SiteFacts.Configuration configuration(SiteState.Configuration configuration) {
    return switch (configuration) {
      case UP_TO_DATE -> SiteFacts.Configuration.UP_TO_DATE;
      case OUT_OF_DATE -> SiteFacts.Configuration.OUT_OF_DATE;
      case UNKNOWN -> SiteFacts.Configuration.CONFIGURATION_UNSPECIFIED;
    };
  }
}

package io.murmuration.central.gateway.wire;

import io.murmuration.proto.Alarm;
import io.murmuration.proto.AlarmReport;
import io.murmuration.proto.EndpointReport;
import io.murmuration.proto.HubFrame;
import io.murmuration.proto.Reference;
import io.murmuration.proto.SiteFacts;
import io.murmuration.sync.alarm.AlarmCounts;
import io.murmuration.sync.alarm.Severity;
import io.murmuration.sync.alarm.SiteAlarm;
import io.murmuration.sync.alarm.SiteState;
import io.murmuration.sync.endpoint.AuditReference;
import io.murmuration.sync.endpoint.AuditVerdict;
import io.murmuration.sync.endpoint.DeviceImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Audits and alarms between protocol messages and the core's values. Every bound on what an agent
 * says of them is here. Stateless.
 */
public final class AuditFrames {
  private static final int MOST_ALARMS = 100;
  private static final Pattern VERSION = Pattern.compile("\\d{2}\\.\\d{2}");

  private AuditFrames() {}

  public static HubFrame reference(AuditReference reference) {
    var frame = Reference.newBuilder().setRevision(reference.revision());
    reference
        .software()
        .ifPresent(deployed ->
            frame.setSoftware(Reference.Software.newBuilder().addAllDeployed(deployed)));
    reference.kubernetes().ifPresent(frame::setKubernetesVersion);
    reference
        .firmware()
        .ifPresent(images ->
            frame.setFirmware(
                Reference.Firmware.newBuilder()
                    .addAllApplied(images.stream().map(AuditFrames::image).toList())));
    return HubFrame.newBuilder().setReference(frame).build();
  }

  private static Reference.DeviceImage image(DeviceImage image) {
    var frame =
        Reference.DeviceImage.newBuilder()
            .setPciVendor(image.vendor())
            .setPciDevice(image.device())
            .addAllLabels(image.labels());
    switch (image.content()) {
      case DeviceImage.Content.Functional(var id, var bmc, var retimer) ->
          frame.setFunctional(
              Reference.Functional.newBuilder().setBitstreamId(id).setBmc(bmc).setRetimer(retimer));
      case DeviceImage.Content.RootKey(var signature) -> frame.setRootKeySignature(signature);
      case DeviceImage.Content.Revocation(var id) -> frame.setRevokedKeyId(id);
    }
    return frame.build();
  }

  /** Empty if this build does not know the word: nothing is said then. */
  public static Optional<AuditVerdict> verdict(EndpointReport.Endpoint said) {
    var why = Frames.words(said.getDetails());
    return switch (said.getVerdict()) {
      case IN_SYNC -> Optional.of(AuditVerdict.inSync(why));
      case OUT_OF_SYNC -> Optional.of(AuditVerdict.outOfSync(why));
      case NOT_KNOWN -> Optional.of(AuditVerdict.unknown(why));
      case VERDICT_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
    };
  }

  public static SiteState alarms(AlarmReport said) throws MalformedFrame {
    if (!said.getUnreadable().isEmpty()) {
      return SiteState.unreadable(Frames.words(said.getUnreadable()));
    }
    var summary = said.getSummary();
    var facts = said.getFacts();
    return new SiteState(
        new AlarmCounts(
            Math.max(0, summary.getCritical()),
            Math.max(0, summary.getMajor()),
            Math.max(0, summary.getMinor()),
            Math.max(0, summary.getWarnings())),
        active(said.getActiveList()),
        Math.max(0, said.getUnlisted()),
        configuration(facts.getConfiguration()),
        facts.hasOamFloatingIp()
            ? Optional.of(AgentText.of(facts.getOamFloatingIp(), AgentText.NAME))
            : Optional.empty(),
        facts.hasSoftwareVersion()
            ? Optional.of(facts.getSoftwareVersion()).filter(VERSION.asMatchPredicate())
            : Optional.empty(),
        "");
  }

  /** Of a severity that this build does not know an alarm is counted, but not listed. */
  private static List<SiteAlarm> active(List<Alarm> said) throws MalformedFrame {
    if (said.size() > MOST_ALARMS) {
      throw new MalformedFrame(
          "alarm report: %d alarms (expected: at most %d)".formatted(said.size(), MOST_ALARMS));
    }
    var active = new ArrayList<SiteAlarm>();
    for (var alarm : said) {
      Severity.fromWireName(alarm.getSeverity())
          .ifPresent(severity ->
              active.add(
                  new SiteAlarm(
                      AgentText.of(alarm.getAlarmId(), AgentText.NAME),
                      AgentText.of(alarm.getEntityInstanceId(), AgentText.NAME),
                      severity,
                      Frames.words(alarm.getReasonText()))));
    }
    return active;
  }

  private static SiteState.Configuration configuration(SiteFacts.Configuration said) {
    return switch (said) {
      case UP_TO_DATE -> SiteState.Configuration.UP_TO_DATE;
      case OUT_OF_DATE -> SiteState.Configuration.OUT_OF_DATE;
      case CONFIGURATION_UNSPECIFIED, UNRECOGNIZED -> SiteState.Configuration.UNKNOWN;
    };
  }
}

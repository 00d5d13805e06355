package io.murmuration.central.gateway;

import io.murmuration.central.cluster.HubSnapshot;
import io.murmuration.central.cluster.SubcloudView;
import io.murmuration.central.gateway.claim.Admission;
import io.murmuration.central.gateway.claim.ClaimOutcome;
import io.murmuration.central.gateway.claim.ClaimRequest;
import io.murmuration.central.gateway.claim.Claimed;
import io.murmuration.central.gateway.claim.Claims;
import io.murmuration.central.gateway.claim.Roster;
import io.murmuration.central.gateway.intake.Intake;
import io.murmuration.central.gateway.wire.AgentText;
import io.murmuration.central.gateway.wire.DriftFrames;
import io.murmuration.central.gateway.wire.Frames;
import io.murmuration.central.gateway.wire.MalformedFrame;
import io.murmuration.central.gateway.wire.OperationFrames;
import io.murmuration.central.operation.desk.OpenSession;
import io.murmuration.central.recovery.conflict.Histories;
import io.murmuration.central.recovery.conflict.HistoryReports;
import io.murmuration.proto.GoAway;
import io.murmuration.proto.Hello;
import io.murmuration.proto.HubFrame;
import io.murmuration.proto.Welcome;
import io.murmuration.sync.drift.DriftPolicy;
import io.murmuration.sync.hub.Inputs;
import io.murmuration.sync.hub.SessionStart;
import io.murmuration.sync.model.Holding;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Lineage;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.operation.Report;
import io.murmuration.sync.status.SiteVerdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * From Hello to Welcome: admits, checks, has the stream claimed, waits until the node's image is at
 * least as new as what the site holds, and opens the session on its lane.
 */
final class Reception {
  /** Version of the agent protocol that this build speaks. */
  static final int PROTOCOL = 1;

  /** Deploy states in which the software is out of sync whatever an audit finds (contract 3.4). */
  private static final Set<String> DEPLOYING =
      Set.of("sw-deploy-in-progress", "sw-deploy-apply-strategy-failed");

  private final GatewayConfig config;
  private final NodeView node;
  private final DigestKey digestKey;
  private final Frames frames;
  private final Intake intake;
  private final Admission admission;
  private final Claims claims;
  private final Roster roster;
  private final Lanes lanes;
  private final HistoryReports histories;
  private final LongSupplier nanoClock;

  /** Hello, understood. */
  private record Greeting(
      Map<Kind, Holding> holdings,
      Map<Kind, Duration> ages,
      Map<Kind, Lineage> lineages,
      SiteVerdict verdict,
      UUID journal,
      List<Report> operations) {
    Revision highest() {
      return holdings.values().stream().map(Holding::revision).reduce(Revision.NONE, Revision::max);
    }
  }

  /** Who decides about a stream. */
  record Gates(Intake intake, Admission admission, Claims claims, Roster roster) {}

  Reception(
      GatewayConfig config,
      NodeView node,
      DigestKey digestKey,
      Gates gates,
      Lanes lanes,
      HistoryReports histories,
      LongSupplier nanoClock) {
    this.config = config;
    this.node = node;
    this.digestKey = digestKey;
    this.frames = new Frames(digestKey.id());
    this.intake = gates.intake();
    this.admission = gates.admission();
    this.claims = gates.claims();
    this.roster = gates.roster();
    this.lanes = lanes;
    this.histories = histories;
    this.nanoClock = nanoClock;
  }

  Frames frames() {
    return frames;
  }

  /** On the session's lane. The cheapest checks come first. */
  void hello(AgentSession session, Hello hello) throws MalformedFrame {
    if (hello.getSubcloudId() != session.id().value()) {
      session.part(
          GoAway.Reason.NOT_AUTHORISED,
          "subcloud_id: "
              + hello.getSubcloudId()
              + " (expected: "
              + session.id().value()
              + ", which the certificate names)",
          Duration.ZERO);
      return;
    }
    if (hello.getProtocolMin() > PROTOCOL || hello.getProtocolMax() < PROTOCOL) {
      throw new MalformedFrame(
          "protocol: %d to %d (expected: a range with %d)"
              .formatted(hello.getProtocolMin(), hello.getProtocolMax(), PROTOCOL));
    }
    var elsewhere = intake.refusal(session.id());
    if (elsewhere.isPresent()) {
      session.part(elsewhere.get());
      return;
    }
    if (!admission.tryAdmit(session.id(), nanoClock.getAsLong())) {
      busy(session, "too many agents at once, or this one too often");
      return;
    }
    if (node.stale()) {
      busy(session, "this node has lost its database");
      return;
    }
    var greeting = greeting(hello);
    var request = request(session, hello, greeting);
    if (!claims.submit(request, outcome -> decided(session, greeting, outcome))) {
      busy(session, "too many claims wait");
    }
  }

  private Greeting greeting(Hello hello) throws MalformedFrame {
    return new Greeting(
        frames.holdings(hello.getHoldingsList()),
        Frames.ages(hello.getHoldingsList()),
        frames.lineages(hello),
        Frames.verdict(
            hello.getAvailability(),
            hello.getVerdict(),
            hello.getFailedVerdicts(),
            hello.getAvailabilityReason()),
        journal(hello),
        OperationFrames.reports(hello.getOperationsList()));
  }

  private static UUID journal(Hello hello) throws MalformedFrame {
    try {
      return UUID.fromString(hello.getJournalId());
    } catch (IllegalArgumentException e) {
      throw new MalformedFrame("journal_id: not a UUID");
    }
  }

  private static ClaimRequest request(AgentSession session, Hello hello, Greeting greeting)
      throws MalformedFrame {
    if (hello.getDial() <= 0) {
      throw new MalformedFrame("dial: " + hello.getDial() + " (expected: > 0)");
    }
    return new ClaimRequest(
        session.identity(),
        greeting.journal(),
        hello.getDial(),
        version(hello),
        greeting.verdict());
  }

  /** As operators see it: an agent that runs at the centre is told from one at its site. */
  private static String version(Hello hello) {
    var version = hello.getAgentVersion();
    return AgentText.of(
        hello.getCapabilitiesList().contains("hosted") ? "hosted " + version : version,
        AgentText.NAME);
  }

  private void busy(AgentSession session, String why) {
    session.part(GoAway.Reason.BUSY, why, admission.comeBackAfter());
  }

  /** On the claims' thread, in the order of epochs. */
  private void decided(AgentSession session, Greeting greeting, ClaimOutcome outcome) {
    switch (outcome) {
      case ClaimOutcome.Refused(var reason, var details) -> {
        var after = reason == GoAway.Reason.BUSY ? admission.comeBackAfter() : Duration.ZERO;
        session.lane().submit(() -> session.part(reason, details, after));
      }
      case ClaimOutcome.Accepted(var claimed) -> accepted(session, greeting, claimed);
    }
  }

  private void accepted(AgentSession session, Greeting greeting, Claimed claimed) {
    var id = session.id();
    roster.claimed(id, claimed.epoch());
    lanes.submitToAll(lane -> lane.supersede(id, claimed.epoch()));
    Runnable open = () -> session.lane().submit(() -> open(session, greeting, claimed));
    var image = node.snapshot();
    boolean behind =
        greeting.highest().isAfter(image.revision())
            || image.subcloud(id).isEmpty()
            || !image.epochs().current().equals(claimed.hub());
    if (behind) {
      // After a failure too: the core waits by itself for an image that is behind its site.
      var _ = node.readIndex().whenComplete((_, _) -> open.run());
    } else {
      open.run();
    }
  }

  /** On the session's lane. */
  private void open(AgentSession session, Greeting greeting, Claimed claimed) {
    var id = session.id();
    if (!roster.isNewest(id, claimed.epoch())) {
      session.part(GoAway.Reason.SUPERSEDED, "another stream is newer", Duration.ZERO);
      return;
    }
    if (roster.isWithdrawnAfter(id, claimed.seq())) {
      session.part(GoAway.Reason.NOT_AUTHORISED, "the enrolment was revoked", Duration.ZERO);
      return;
    }
    if (roster.isUncertainAfter(claimed.seq())) {
      // its next claim is checked against the database; until then it is opened as one that ended
      busy(session, "this node read everything anew while the claim was under way");
    }
    var image = node.snapshot();
    var seen = image.subcloud(id).orElse(claimed.subcloud());
    var subcloud = seen.generation() >= claimed.subcloud().generation() ? seen : claimed.subcloud();
    var drift = image.drift(subcloud);
    // Of the two the one read later: conflicts come and go without a new generation.
    var found = claimed.seq().isAfter(image.revision()) ? claimed.subcloud() : seen;
    var histories =
        Histories.of(
            image.epochs(),
            greeting.lineages(),
            greeting.holdings(),
            image.revision().max(claimed.seq()),
            found);
    boolean trusted = histories.strange().isEmpty();
    this.histories.greeted(found, claimed.epoch(), histories);
    session.open(
        claimed,
        histories,
        new SessionStart(
            id,
            claimed.epoch(),
            subcloud.group(),
            inputs(image, subcloud, histories.overridden(found)),
            claimed.wasOnline(),
            greeting.verdict(),
            greeting.holdings(),
            greeting.ages(),
            histories.strange().keySet(),
            claimed.identitySynced()),
        welcome(claimed, drift, keepsIdentity(image, id)),
        new OpenSession(
            id, claimed.epoch(), greeting.journal().toString(), claimed.hub().hubEpoch(), trusted),
        greeting.operations());
  }

  /** {@code online} is the session's own knowledge and filled in there. */
  static Inputs inputs(HubSnapshot image, SubcloudView subcloud, Set<Kind> overridden) {
    var status = subcloud.deployStatus();
    return new Inputs(
        subcloud.generation(),
        subcloud.managed(),
        true,
        image.hold() == null ? subcloud.hold() : image.hold(),
        DEPLOYING.contains(status) ? status : null,
        image.drift(subcloud),
        overridden);
  }

  /** What was taken over while there was a source is kept without one too. */
  private boolean keepsIdentity(HubSnapshot image, SubcloudId id) {
    return config.keepsIdentity() || image.head(id, Kind.IDENTITY).isAfter(Revision.NONE);
  }

  private HubFrame welcome(Claimed claimed, DriftPolicy drift, boolean keepsIdentity) {
    return HubFrame.newBuilder()
        .setWelcome(
            Welcome.newBuilder()
                .setSessionEpoch(claimed.epoch().number())
                .setHubEpoch(claimed.hub().hubEpoch())
                .setLineage(claimed.hub().name())
                .setHeartbeatPeriodMs(config.heartbeatPeriod().toMillis())
                .setAuditPeriodMs(config.auditPeriod().toMillis())
                .setHubSilenceMs(config.hubSilence().toMillis())
                .setDigestKeyId(digestKey.id())
                .setDigestKey(digestKey.secret())
                .setFieldSet(digestKey.fieldSet())
                .setDriftPolicy(DriftFrames.policy(drift))
                .setIdentityKept(keepsIdentity))
        .build();
  }
}

package io.murmuration.sync.status;

import io.murmuration.sync.drift.DriftMode;
import io.murmuration.sync.drift.DriftPolicy;
import io.murmuration.sync.endpoint.AuditVerdict;
import io.murmuration.sync.hub.Inputs;
import io.murmuration.sync.hub.KindState;
import io.murmuration.sync.hub.Phase;
import io.murmuration.sync.model.Kind;
import io.murmuration.sync.model.Refusal;
import io.murmuration.sync.model.Revision;
import io.murmuration.sync.model.SyncStatus;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is said about one kind of one subcloud.
 *
 * @param reason why it is so, or what it waits for, in words for an operator
 * @param alarmable whether it is worth an alarm, should it be out of sync
 */
public record KindStatus(
    SyncStatus status, Revision wanted, Revision held, String reason, boolean alarmable) {
  private static final int REFUSALS_SHOWN = 3;
  private static final String NOT_OBSERVED = "the site was not observed yet";
  private static final String ASKED = "waits for the site to say what it has";
  private static final String QUEUED = "waits for its turn to be sent";
  private static final String SENT = "sent; being applied";
  private static final Set<String> PASSING = Set.of(NOT_OBSERVED, ASKED, QUEUED, SENT);

  public KindStatus(SyncStatus status, Revision wanted, Revision held, String reason) {
    this(status, wanted, held, reason, true);
  }

  public static KindStatus of(Kind kind, KindState state, Inputs inputs) {
    var holding = state.holding();
    var held = holding == null ? Revision.NONE : holding.revision();
    var wanted = state.wanted().revision();
    if (!inputs.online()) {
      return new KindStatus(SyncStatus.UNKNOWN, wanted, held, "the subcloud is offline");
    }
    if (!inputs.managed() && kind != Kind.DC_CERT) {
      return new KindStatus(SyncStatus.UNKNOWN, wanted, held, "the subcloud is unmanaged");
    }
    var doubt = state.doubt();
    if (holding == null || holding.digest() == null) {
      return new KindStatus(SyncStatus.UNKNOWN, wanted, held, doubt == null ? NOT_OBSERVED : doubt);
    }
    if (state.isDrifted()) {
      var drift = drifted(kind, holding.reported(), inputs.drift());
      return new KindStatus(
          SyncStatus.OUT_OF_SYNC, wanted, held, doubt == null ? drift : drift + "; " + doubt);
    }
    if (state.isAsWanted()) {
      return doubt == null
          ? new KindStatus(SyncStatus.IN_SYNC, wanted, held, whyInSync(holding.refusals()))
          : new KindStatus(SyncStatus.UNKNOWN, wanted, held, doubt);
    }
    // What it waits for stays true, and says more than that nobody looked since.
    var why = whyOutOfSync(state, inputs);
    return new KindStatus(
        SyncStatus.OUT_OF_SYNC,
        wanted,
        held,
        doubt == null ? why : why + "; " + doubt,
        isAlarmable(state, inputs));
  }

  /**
   * Of an endpoint that is audited and not pushed to. While software is being deployed to the
   * subcloud, or that failed, its software is out of sync whatever the audit finds, so that it can
   * be deployed anew.
   *
   * @param verdict the agent's last one; null: none came yet
   * @param doubt why the verdict is not relied on any more, or null
   * @param identityKnown whether the subcloud's identity was compared; before it, ids may differ
   */
  public static KindStatus audited(
      Kind kind,
      @Nullable AuditVerdict verdict,
      @Nullable String doubt,
      Inputs inputs,
      boolean identityKnown) {
    if (!inputs.online()) {
      return audited(AuditVerdict.unknown("the subcloud is offline"));
    }
    if (!inputs.managed()) {
      return audited(AuditVerdict.unknown("the subcloud is unmanaged"));
    }
    if (!identityKnown) {
      return audited(AuditVerdict.unknown("waits for the first identity sync"));
    }
    if (kind == Kind.SOFTWARE && inputs.deploying() != null) {
      return audited(
          AuditVerdict.outOfSync(
              "deploy status is " + inputs.deploying() + ": not as deployed until it is complete"));
    }
    if (verdict == null) {
      return audited(AuditVerdict.unknown(NOT_OBSERVED));
    }
    return audited(
        doubt == null || verdict.status() == SyncStatus.UNKNOWN
            ? verdict
            : AuditVerdict.unknown(doubt));
  }

  private static KindStatus audited(AuditVerdict verdict) {
    return new KindStatus(verdict.status(), Revision.NONE, Revision.NONE, verdict.why());
  }

  /** Not for what only waits its turn. */
  private static boolean isAlarmable(KindState state, Inputs inputs) {
    boolean refused = state.holding() != null && !state.holding().refusals().isEmpty();
    return inputs.hold() != null
        || state.isHeldByConflict(inputs)
        || refused
        || !(state.phase() instanceof Phase.BackingOff(_, _, var quiet) && quiet);
  }

  /** Work is under way that will change this by itself soon: not worth a row of its own yet. */
  public boolean isPassing() {
    return PASSING.contains(reason);
  }

  private static String whyOutOfSync(KindState state, Inputs inputs) {
    if (state.isHeldByConflict(inputs)) {
      return "conflict: the site holds revisions of a history this hub does not know, and other"
          + " contents; nothing is sent";
    }
    if (inputs.hold() != null) {
      return "held: " + inputs.hold();
    }
    if (state.isRefused() && state.holding() != null) {
      return refused("refused by the site: ", state.holding().refusals());
    }
    if (state.isAhead()) {
      return "waits for this node to read the change that the site already holds";
    }
    return switch (state.phase()) {
      case Phase.Settled _ -> "differs from what is wanted";
      case Phase.Asking _ -> ASKED;
      case Phase.Queued _ -> QUEUED;
      case Phase.Blocked _ -> "waits for the agent to read its stream";
      case Phase.InFlight flight ->
          flight.parked() ? "sent; the site takes long to apply it" : SENT;
      case Phase.BackingOff(_, var reason, _) -> reason + "; tried again later";
    };
  }

  private static String drifted(
      Kind kind, SortedMap<String, Integer> reported, DriftPolicy policy) {
    return reported.entrySet().stream()
        .map(drift ->
            drift.getKey()
                + " ("
                + drift.getValue()
                + ", "
                + policy
                    .decision(kind, drift.getKey())
                    .filter(decision -> decision.mode() == DriftMode.REPORT)
                    .map(DriftPolicy.Decision::source)
                    .orElse("the policy changed, and the site is looked at again")
                + ")")
        .collect(Collectors.joining(", ", "drift is reported, not repaired: ", ""));
  }

  /** A refused deletion is outside the digest: said, because nobody would see it otherwise. */
  private static String whyInSync(List<Refusal> refusals) {
    return refusals.isEmpty()
        ? "as wanted, read back at the site"
        : refused("as wanted, but the site refused: ", refusals);
  }

  private static String refused(String prefix, List<Refusal> refusals) {
    return refusals.stream()
        .limit(REFUSALS_SHOWN)
        .map(KindStatus::line)
        .collect(
            Collectors.joining(
                "; ",
                prefix,
                refusals.size() > REFUSALS_SHOWN
                    ? "; and " + (refusals.size() - REFUSALS_SHOWN) + " more"
                    : ""));
  }

  private static String line(Refusal refusal) {
    return refusal.key() + " (" + refusal.why() + ")";
  }
}

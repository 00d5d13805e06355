package io.murmuration.central.gateway.claim;

import io.murmuration.central.certificate.HubCa;
import io.murmuration.proto.GoAway;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Decides claims. Pure. */
final class ClaimRules {
  private ClaimRules() {}

  /**
   * What the database says, read under the session row's lock.
   *
   * @param enrolment the active one
   * @param certificate the enrolment that the certificate's serial belongs to, null if unknown
   * @param certificateExpired a resumed TLS session may outlive its certificate
   * @param session what the session row names
   * @param lost what matters if the certificate is not known
   */
  record Facts(
      boolean subcloudExists,
      @Nullable UUID enrolment,
      @Nullable UUID certificate,
      boolean certificateRevoked,
      boolean certificateExpired,
      Session session,
      LostTime lost) {
    /** Of a hub that was never restored from a backup. */
    Facts(
        boolean subcloudExists,
        @Nullable UUID enrolment,
        @Nullable UUID certificate,
        boolean certificateRevoked,
        boolean certificateExpired,
        Session session) {
      this(
          subcloudExists,
          enrolment,
          certificate,
          certificateRevoked,
          certificateExpired,
          session,
          LostTime.NONE);
    }
  }

  /**
   * The time between a backup and the recovery of the hub, of which the database knows nothing.
   *
   * @param recovered when the present hub epoch began; null if it is the first
   * @param enrolled when the active enrolment was made; null if there is none
   * @param enrolmentKnown whether the enrolment that the certificate names is stored, in any state
   */
  record LostTime(@Nullable Instant recovered, @Nullable Instant enrolled, boolean enrolmentKnown) {
    static final LostTime NONE = new LostTime(null, null, false);
  }

  /**
   * Whether the certificate is one that the database has lost: our authority signed it, as TLS has
   * verified, before the hub was recovered, and nothing that is stored contradicts it. What was
   * revoked before the backup, or is older than the active enrolment, stays out.
   */
  static boolean isLost(ClaimRequest request, Facts facts) {
    var certificate = request.identity().certificate();
    var recovered = facts.lost().recovered();
    if (certificate == null
        || recovered == null
        || facts.certificate() != null
        || !facts.subcloudExists()) {
      return false;
    }
    var issued = HubCa.issuedAt(certificate);
    var enrolled = facts.lost().enrolled();
    boolean sameEnrolment = request.identity().enrolment().equals(facts.enrolment());
    boolean laterEnrolment =
        !facts.lost().enrolmentKnown() && (enrolled == null || !issued.isBefore(enrolled));
    return issued.isBefore(recovered) && (sameEnrolment || laterEnrolment);
  }

  /**
   * The last accepted claim.
   *
   * @param online whether the site is taken for online since
   */
  record Session(@Nullable UUID enrolment, @Nullable UUID journal, long dial, boolean online) {}

  /** Why the claim is refused; empty if it is accepted. */
  static Optional<ClaimOutcome.Refused> refusal(ClaimRequest request, Facts facts) {
    if (!facts.subcloudExists()) {
      return notAuthorised("the subcloud does not exist (any more)");
    }
    if (isLost(request, facts)) {
      return superseded(request, request.identity().enrolment(), facts.session());
    }
    var enrolment = facts.enrolment();
    if (enrolment == null) {
      return notAuthorised("the subcloud has no active enrolment; enrol again with a new token");
    }
    if (!enrolment.equals(request.identity().enrolment())) {
      return notAuthorised("the certificate belongs to a former enrolment; enrol again");
    }
    if (!enrolment.equals(facts.certificate())) {
      return notAuthorised("the certificate's serial number is not known to this hub");
    }
    if (facts.certificateRevoked()) {
      return notAuthorised("the certificate is revoked");
    }
    if (facts.certificateExpired()) {
      return notAuthorised("the certificate has expired; renew it");
    }
    return superseded(request, enrolment, facts.session());
  }

  private static Optional<ClaimOutcome.Refused> superseded(
      ClaimRequest request, UUID enrolment, Session last) {
    boolean sameJournal =
        enrolment.equals(last.enrolment()) && request.journal().equals(last.journal());
    if (sameJournal && request.dial() <= last.dial()) {
      return Optional.of(
          new ClaimOutcome.Refused(
              GoAway.Reason.SUPERSEDED,
              "dial: " + request.dial() + " (expected: > " + last.dial() + ", the last accepted)"));
    }
    return Optional.empty();
  }

  private static Optional<ClaimOutcome.Refused> notAuthorised(String details) {
    return Optional.of(new ClaimOutcome.Refused(GoAway.Reason.NOT_AUTHORISED, details));
  }
}

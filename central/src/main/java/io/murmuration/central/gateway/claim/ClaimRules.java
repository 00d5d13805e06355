package io.murmuration.central.gateway.claim;

import io.murmuration.proto.GoAway;
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
   */
  record Facts(
      boolean subcloudExists,
      @Nullable UUID enrolment,
      @Nullable UUID certificate,
      boolean certificateRevoked,
      boolean certificateExpired,
      Session session) {}

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
    var last = facts.session();
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

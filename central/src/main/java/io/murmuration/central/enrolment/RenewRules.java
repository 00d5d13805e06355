package io.murmuration.central.enrolment;

import io.murmuration.central.certificate.AgentIdentity;
import io.murmuration.central.enrolment.CertificateRepository.Known;
import io.murmuration.central.enrolment.CertificateRepository.Newest;
import io.murmuration.central.enrolment.Issuance.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who may renew, and when a renewal gives the newest certificate once more. Pure. */
final class RenewRules {
  /** A certificate younger than this part of its life is given again instead of a new one. */
  private static final int YOUNG_PART = 10;

  private RenewRules() {}

  /**
   * @param known the presented certificate as it is stored; null if it is not
   */
  static Optional<Reason> refusal(Renewer.Call call, @Nullable Known known) {
    if (known == null || !isSame(known, call.presented())) {
      return Optional.of(Reason.SERIAL_UNKNOWN);
    }
    if (known.revoked()) {
      return Optional.of(Reason.CERTIFICATE_REVOKED);
    }
    return call.request().keyHash().equals(call.presentedKeyHash())
        ? Optional.empty()
        : Optional.of(Reason.REQUEST_FOR_ANOTHER_KEY);
  }

  /**
   * True if it serves as the answer: an agent that repeats its request, because an answer was lost
   * or because it is broken, gets the same certificate and fills no table.
   */
  static boolean isYoung(Newest newest, String keyHash, Duration lifetime, Instant now) {
    var young = lifetime.minus(lifetime.dividedBy(YOUNG_PART));
    return newest.keyHash().equals(keyHash) && newest.notAfter().isAfter(now.plus(young));
  }

  private static boolean isSame(Known known, AgentIdentity presented) {
    return known.subcloud().equals(presented.subcloud())
        && known.enrolment().equals(presented.enrolment());
  }
}

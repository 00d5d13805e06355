package io.murmuration.central.enrolment;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.Request;
import io.murmuration.central.store.AuditEntry;
import io.murmuration.central.store.AuditTrail;
import io.murmuration.central.store.ChangeNudge;
import io.murmuration.central.store.Commits;
import io.murmuration.central.store.Refs;
import io.murmuration.central.store.Refs.Hold;
import io.murmuration.schema.tx.Transactions;
import io.murmuration.schema.tx.Tx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows and revokes a subcloud's enrolment. Thread-safe; blocks. */
public final class EnrolmentService {
  private final Transactions transactions;
  private final Commits commits;
  private final InstantSource clock;
  private final ChangeNudge nudge;
  private final CertificateRepository certificates = new CertificateRepository();
  private final Revocations revocations = new Revocations();

  public EnrolmentService(
      Transactions transactions, Commits commits, InstantSource clock, ChangeNudge nudge) {
    this.transactions = transactions;
    this.commits = commits;
    this.clock = clock;
    this.nudge = nudge;
  }

  record Found(
      Refs.Found subcloud,
      CertificateRepository.@Nullable Enrolled active,
      List<CertificateRepository.Listed> certificates,
      Instant at) {}

  /**
   * @throws RefusedException 404 if there is no such subcloud
   */
  Found show(String ref) {
    return transactions.inTx(tx -> {
      var subcloud = subcloud(tx, ref, Hold.NONE);
      return new Found(
          subcloud,
          certificates.active(tx, subcloud.id()).orElse(null),
          certificates.list(tx, subcloud.id()),
          clock.instant());
    });
  }

  /**
   * Cuts the subcloud's agent off, from the commit on.
   *
   * @throws RefusedException 404 if there is no such subcloud or it is not enrolled
   */
  void revoke(Request request, String ref) {
    commits.inTx(
        request.requestId(),
        tx -> {
          var subcloud = subcloud(tx, ref, Hold.UNTIL_COMMIT);
          if (certificates.active(tx, subcloud.id()).isEmpty()) {
            throw new RefusedException(
                new ApiError.NotFound("Subcloud " + subcloud.name() + " is not enrolled"));
          }
          AuditTrail.record(
              tx, AuditEntry.of(request, "revoke enrolment", "subcloud " + subcloud.name()));
          revocations.revoke(tx, subcloud.id(), "enrolment revoked by " + request.caller().user());
          return subcloud;
        });
    nudge.nudge();
  }

  private static Refs.Found subcloud(Tx tx, String ref, Hold hold) {
    return Refs.subcloud(tx, ref, hold)
        .orElseThrow(() -> new RefusedException(TokenService.unknownSubclouds(List.of(ref))));
  }
}

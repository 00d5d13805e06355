package io.murmuration.central.enrolment;

import io.murmuration.central.alarm.AlarmRecordRepository;
import io.murmuration.central.alarm.AlarmRecordRepository.SiteAvailability;
import io.murmuration.central.store.ChangeKind;
import io.murmuration.central.store.Changes;
import io.murmuration.schema.tx.Tx;
import io.murmuration.sync.model.SubcloudId;
import io.murmuration.sync.resource.Scope;
import java.util.Collection;
import java.util.List;

/**
 * Withdraws a subcloud's enrolment, in the transaction of the caller. Stateless.
 *
 * <p>After the commit no certificate of the subcloud is accepted any more, and its session row
 * names no node and a new epoch, which is also stamped into its status rows: the node that held the
 * stream writes nothing more, even before it reads the REVOCATION change and cuts the stream.
 * Certificates are marked, never removed, also when the subcloud goes.
 */
public final class Revocations {
  private final RevocationRepository repository = new RevocationRepository();
  private final AlarmRecordRepository alarms = new AlarmRecordRepository();

  /**
   * Withdraws everything that the subcloud has and tells the nodes. Call it late in the
   * transaction: it takes the hub's row lock.
   *
   * @param why for operators: in the revoked certificates and in the session row
   */
  public void revoke(Tx tx, SubcloudId subcloud, String why) {
    repository.lockSubclouds(tx, List.of(subcloud));
    withdraw(tx, List.of(subcloud), why);
    announce(tx, List.of(subcloud));
  }

  /**
   * The first half: rows only. A claim of the stream checks the enrolment under the lock of the
   * session row, which is taken (or made) here first:
   *
   * <ol>
   *   <li>a claim that holds the lock commits, and is then fenced by the newer epoch;
   *   <li>a claim that waits for it finds the enrolment revoked.
   * </ol>
   *
   * <p>A renewal holds a share lock on the enrolment, so certificates are marked after it.
   */
  void withdraw(Tx tx, Collection<SubcloudId> subclouds, String why) {
    repository.takeSessions(tx, subclouds, why);
    repository.revokeEnrolments(tx, subclouds);
    repository.revokeCertificates(tx, subclouds, why);
    repository.fenceStatuses(tx, subclouds, why);
    alarms.sites(tx, subclouds.stream().map(SiteAvailability::withdrawn).toList());
  }

  /** The second half: one REVOCATION change each; nothing slow may follow. */
  void announce(Tx tx, Collection<SubcloudId> subclouds) {
    for (var subcloud : subclouds) {
      Changes.append(tx, ChangeKind.REVOCATION, new Scope.Subcloud(subcloud.value()));
    }
  }
}

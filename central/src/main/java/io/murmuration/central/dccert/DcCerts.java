package io.murmuration.central.dccert;

import io.murmuration.central.certificate.AdminRoots;
import io.murmuration.central.cluster.lease.Lease;
import io.murmuration.central.store.PayloadSeal;
import io.murmuration.schema.tx.Transactions;

/** The ways to keep the sites' admin endpoints in certificates. */
public final class DcCerts {
  private DcCerts() {}

  /**
   * By the hub's own roots.
   *
   * @param lease of {@link DcCertDuty#NAME}
   * @param also PEM of roots that sites are to trust besides; may be empty
   */
  public static DcCertDuty byOwnRoots(
      Lease lease,
      Transactions transactions,
      PayloadSeal seal,
      AdminRoots roots,
      String also,
      RenewalRules rules,
      DcCertDuty.World world) {
    return new DcCertDuty(
        lease,
        transactions,
        seal,
        new OwnRootIssuer(roots, also, rules, world.clock()),
        rules,
        world);
  }

  /**
   * By cert-manager in the system controller's Kubernetes.
   *
   * @param lease of {@link DcCertDuty#NAME}
   */
  public static DcCertDuty byCertManager(
      Lease lease,
      Transactions transactions,
      PayloadSeal seal,
      ClusterCertificates cluster,
      RenewalRules rules,
      DcCertDuty.World world) {
    return new DcCertDuty(lease, transactions, seal, new CertManagerIssuer(cluster), rules, world);
  }
}

package io.murmuration.central.dccert;

import io.murmuration.central.certificate.AdminRoots;
import io.murmuration.central.certificate.Pem;
import io.murmuration.central.dccert.ClusterCertificates.Look;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what cert-manager issues at the system controller, as the reference has it (contract,
 * dccertmon: certificate hierarchy). cert-manager takes its time: an order that it has not filled
 * yet is not in the answer, and comes again with the next look. A renewal deletes the secret first,
 * so that it comes with another key.
 *
 * <p>A root that cert-manager changed signs at once, and is the only one that goes along with what
 * it issues, at the pace of renewals: there is no time in which sites trust both. For a root that
 * lives on beside its successor, {@link OwnRootIssuer} is the way.
 */
final class CertManagerIssuer implements Issuer {
  static final String ROOT = "dc-adminep-root-ca-certificate";

  private static final Logger LOG = LoggerFactory.getLogger(CertManagerIssuer.class);

  private final ClusterCertificates cluster;

  CertManagerIssuer(ClusterCertificates cluster) {
    this.cluster = cluster;
  }

  @Override
  public Optional<RootChange.Roots> roots() {
    return cluster.find(ROOT) instanceof Look.Found found
        ? first(found.certificate())
            .map(root -> {
              var fingerprint = AdminRoots.fingerprint(root);
              var trust = AdminRoots.fingerprint(Pem.of(root));
              return new RootChange.Roots(fingerprint, fingerprint, trust, trust);
            })
        : Optional.empty();
  }

  @Override
  public List<Issued> issue(List<Order> orders, RootChange change) {
    var issued = new ArrayList<Issued>();
    for (var order : orders) {
      boolean goesOn =
          switch (cluster.find(order.commonName())) {
            case Look.Away _ -> false;
            case Look.Missing _ -> cluster.request(order.commonName());
            case Look.Found found -> take(order, found, change, issued);
          };
      if (!goesOn) {
        break; // the next look begins anew
      }
    }
    return issued;
  }

  /** False if Kubernetes failed. */
  private boolean take(Order order, Look.Found found, RootChange change, List<Issued> issued) {
    var certificate = first(found.certificate());
    var root = first(found.authority());
    if (certificate.isEmpty() || root.isEmpty()) {
      LOG.warn("dc-cert: secret {} holds no certificates", order.commonName());
      return true;
    }
    var fingerprint = AdminRoots.fingerprint(certificate.get());
    var signer = AdminRoots.fingerprint(root.get());
    if (fingerprint.equals(order.former()) || !signer.equals(change.signer())) {
      return cluster.reissue(order.commonName());
    }
    var roots = Pem.of(root.get());
    issued.add(
        new Issued(
            order,
            Pem.of(certificate.get()),
            found.key(),
            roots,
            fingerprint,
            signer,
            AdminRoots.fingerprint(roots),
            certificate.get().getNotAfter().toInstant()));
    return true;
  }

  /** The certificate itself; its chain may follow. */
  private static Optional<X509Certificate> first(String pem) {
    try {
      return Pem.certificates(pem).stream().findFirst();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}

package io.murmuration.central.dccert;

import io.murmuration.central.certificate.AdminRoots;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs with the hub's own roots. A root gets its successor while it can still sign a whole life of
 * an intermediate CA, and as long again for the change itself.
 */
final class OwnRootIssuer implements Issuer {
  private static final Logger LOG = LoggerFactory.getLogger(OwnRootIssuer.class);

  private final AdminRoots roots;
  private final String also;
  private final RenewalRules rules;
  private final InstantSource clock;

  /**
   * @param also PEM of roots that sites are to trust besides the hub's own; may be empty
   */
  OwnRootIssuer(AdminRoots roots, String also, RenewalRules rules, InstantSource clock) {
    this.roots = roots;
    this.also = also;
    this.rules = rules;
    this.clock = clock;
  }

  @Override
  public Optional<RootChange.Roots> roots() {
    var all = roots.all();
    var newest = all.getLast();
    if (clock.instant().isAfter(newest.notAfter().minus(rules.lifetime().multipliedBy(2)))) {
      roots.introduceSuccessor(newest);
      all = roots.all();
      LOG.info("admin endpoints: {} succeeds {}", all.getLast(), newest);
    }
    return Optional.of(fingerprints(all, also));
  }

  /** Of the last two of these, each with {@code also}. */
  static RootChange.Roots fingerprints(List<AdminRoots.Root> all, String also) {
    var lastTwo = lastTwo(all);
    return new RootChange.Roots(
        lastTwo.getLast().fingerprint(),
        lastTwo.getFirst().fingerprint(),
        AdminRoots.fingerprint(AdminRoots.bundle(lastTwo) + also),
        AdminRoots.fingerprint(AdminRoots.bundle(List.of(lastTwo.getLast())) + also));
  }

  private String bundle(List<AdminRoots.Root> own) {
    return AdminRoots.bundle(own) + also;
  }

  static List<AdminRoots.Root> lastTwo(List<AdminRoots.Root> all) {
    return all.subList(Math.max(0, all.size() - 2), all.size());
  }

  @Override
  public List<Issued> issue(List<Order> orders, RootChange change) {
    var lastTwo = lastTwo(roots.all());
    var signer =
        lastTwo.stream()
            .filter(root -> root.fingerprint().equals(change.signer()))
            .findFirst()
            .orElseThrow();
    var alone = bundle(List.of(lastTwo.getLast()));
    var bundle = AdminRoots.fingerprint(alone).equals(change.trust()) ? alone : bundle(lastTwo);
    return orders.stream().map(order -> issue(order, signer, bundle, rules.lifetime())).toList();
  }

  private Issued issue(Order order, AdminRoots.Root signer, String bundle, Duration lifetime) {
    var issued = roots.issue(signer, order.commonName(), lifetime);
    return new Issued(
        order,
        issued.certificate(),
        issued.key(),
        bundle,
        issued.fingerprint(),
        signer.fingerprint(),
        AdminRoots.fingerprint(bundle),
        issued.notAfter());
  }
}

package io.murmuration.central.dccert;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.certificate.AdminRoots;
import io.murmuration.central.certificate.Pem;
import io.murmuration.central.dccert.ClusterCertificates.Look;
import io.murmuration.central.dccert.Order.Reason;
import io.murmuration.central.testing.TestCertificate;
import io.murmuration.sync.model.SubcloudId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CertManagerIssuerTest {
  private static final String NAME = "r1-adminep-ca-certificate";

  private final FakeCluster cluster = new FakeCluster();
  private final CertManagerIssuer issuer = new CertManagerIssuer(cluster);
  private String root = "";

  @BeforeEach
  void rootIsThere() throws Exception {
    root = TestCertificate.of(1).certificate();
    cluster.secrets.put(CertManagerIssuer.ROOT, new Look.Found(root, root, "key"));
  }

  private static final class FakeCluster implements ClusterCertificates {
    final Map<String, Look> secrets = new HashMap<>();
    final List<String> calls = new ArrayList<>();

    @Override
    public Look find(String name) {
      return secrets.getOrDefault(name, new Look.Missing());
    }

    @Override
    public boolean request(String name) {
      calls.add("request " + name);
      return true;
    }

    @Override
    public boolean reissue(String name) {
      calls.add("reissue " + name);
      secrets.remove(name);
      return true;
    }
  }

  private RootChange change() {
    return RootChange.of(
        issuer.roots().orElseThrow(), List.of(), Duration.ofDays(90), Instant.EPOCH);
  }

  private List<Issued> issue(Reason reason, @Nullable String former) {
    return issuer.issue(List.of(new Order(new SubcloudId(1), "r1", reason, former)), change());
  }

  private String issued(long serial) throws Exception {
    var certificate = TestCertificate.of(serial).certificate();
    cluster.secrets.put(NAME, new Look.Found(root, certificate, "key-" + serial));
    return AdminRoots.fingerprint(Pem.certificate(certificate));
  }

  @Test
  void whatIsNotThereIsAskedForAndTakenOnceItIs() throws Exception {
    assertThat(issue(Reason.FIRST, null)).isEmpty();
    assertThat(cluster.calls).containsExactly("request " + NAME);
    var fingerprint = issued(2);
    var taken = issue(Reason.FIRST, null).getFirst();
    assertThat(taken.fingerprint()).isEqualTo(fingerprint);
    assertThat(taken.key()).isEqualTo("key-2");
    assertThat(taken.roots()).isEqualTo(root);
    assertThat(taken.root()).isEqualTo(change().signer());
    assertThat(taken.trust()).isEqualTo(change().trust());
  }

  @Test
  void aRenewalComesWithAnotherKey() throws Exception {
    var former = issued(2);
    assertThat(issue(Reason.DUE, former)).isEmpty();
    assertThat(issue(Reason.DUE, former)).isEmpty();
    assertThat(cluster.calls).containsExactly("reissue " + NAME, "request " + NAME);
    var next = issued(3);
    assertThat(issue(Reason.DUE, former).getFirst().fingerprint()).isEqualTo(next);
  }

  @Test
  void whatAFormerRootSignedIsIssuedAnew() throws Exception {
    issued(2);
    root = TestCertificate.of(9).certificate();
    cluster.secrets.put(CertManagerIssuer.ROOT, new Look.Found(root, root, "key"));
    assertThat(issue(Reason.FIRST, null)).isEmpty();
    assertThat(cluster.calls).containsExactly("reissue " + NAME);
  }

  @Test
  void aRootThatWasChangedIsTheOnlyOneThatGoesAlong() throws Exception {
    root = TestCertificate.of(9).certificate();
    cluster.secrets.put(CertManagerIssuer.ROOT, new Look.Found(root, root, "key"));
    issued(2);
    assertThat(issue(Reason.ROOT, null).getFirst().roots()).isEqualTo(root);
  }

  @Test
  void nothingIsIssuedOrAskedForWhileKubernetesIsAway() {
    cluster.secrets.put(NAME, new Look.Away());
    assertThat(issue(Reason.FIRST, null)).isEmpty();
    assertThat(cluster.calls).isEmpty();
    cluster.secrets.put(CertManagerIssuer.ROOT, new Look.Away());
    assertThat(issuer.roots()).isEmpty();
  }

  @Test
  void aSecretThatHoldsNoCertificateIsPassedOver() {
    cluster.secrets.put(NAME, new Look.Found("x", "y", "z"));
    assertThat(issue(Reason.FIRST, null)).isEmpty();
  }
}

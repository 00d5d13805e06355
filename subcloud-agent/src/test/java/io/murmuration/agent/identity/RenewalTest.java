package io.murmuration.agent.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.murmuration.agent.lane.Lanes;
import io.murmuration.agent.session.TlsConnector;
import io.murmuration.agent.testing.FakeHub;
import io.murmuration.agent.testing.RecordedFaults;
import io.murmuration.agent.testing.TestCa;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RenewalTest {
  private final TestCa ca = new TestCa();
  private final TestCa otherCa = new TestCa();
  private final RecordedFaults faults = new RecordedFaults();
  private final Lanes lanes = new Lanes(1, System::nanoTime, new SplittableRandom(1), faults);
  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Identity> renewed = new CopyOnWriteArrayList<>();
  private final List<ManagedChannel> channels = new ArrayList<>();
  @TempDir private Path directory;
  private FakeHub hub;
  private IdentityStore store;

  @BeforeEach
  void start() throws Exception {
    hub = new FakeHub(ca);
    store = IdentityStore.open(directory);
  }

  @AfterEach
  void stop() throws Exception {
    channels.forEach(ManagedChannel::shutdownNow);
    store.close();
    hub.close();
    blocking.shutdownNow();
    lanes.close();
    assertThat(faults.all()).isEmpty();
  }

  @Test
  void anExpiredCertificateIsRenewedWithTheSameKeyOverTheEnrolmentListener() throws Exception {
    hub.certificateLife(Duration.ofSeconds(-10));
    var first = enrolled();
    assertThat(first.expired(InstantSource.system().instant())).isTrue();
    hub.certificateLife(Duration.ofDays(1));

    renewal(first);

    await().until(() -> renewed.size() == 1);
    var second = renewed.getFirst();
    assertThat(second.expired(InstantSource.system().instant())).isFalse();
    assertThat(second.chain().getFirst().getPublicKey())
        .isEqualTo(first.chain().getFirst().getPublicKey());
    assertThat(store.load()).contains(second);
  }

  @Test
  void aFreshCertificateIsLeftAloneUntilTwoThirdsOfItsLife() throws Exception {
    hub.certificateLife(Duration.ofDays(1));
    var identity = enrolled();
    var life =
        Duration.between(
            identity.chain().getFirst().getNotBefore().toInstant(),
            identity.chain().getFirst().getNotAfter().toInstant());
    assertThat(
            Duration.between(
                identity.chain().getFirst().getNotBefore().toInstant(), identity.renewAt()))
        .isEqualTo(life.multipliedBy(2).dividedBy(3));
  }

  @Test
  void aTrustBundleReplacesTheHubsAndKeepsTheRest() throws Exception {
    var before = enrolled();
    store.saveTrust(otherCa.pem());
    var after = store.load().orElseThrow();
    assertThat(after.trust()).containsExactly(otherCa.certificate());
    assertThat(after.chain()).isEqualTo(before.chain());
  }

  @Test
  void aBundleThatIsNoCertificateIsRefusedAndNothingChanges() throws Exception {
    enrolled();
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> store.saveTrust("nonsense"))
        .isInstanceOf(java.security.GeneralSecurityException.class);
    assertThat(store.load().orElseThrow().trust()).containsExactly(ca.certificate());
  }

  @Test
  void aHubOfAForeignAuthorityIsNotEvenAsked() throws Exception {
    var result = client(otherCa).enroll(store, "token");
    assertThat(result).isInstanceOf(EnrolmentResult.Unreachable.class);
    assertThat(store.load()).isEmpty();
  }

  private Identity enrolled() throws Exception {
    assertThat(client(ca).enroll(store, "token")).isInstanceOf(EnrolmentResult.Granted.class);
    return store.load().orElseThrow();
  }

  private void renewal(Identity identity) throws Exception {
    var client = client(ca);
    var lane = lanes.lane(0);
    var renewal =
        new Renewal(
            lane,
            blocking,
            InstantSource.system(),
            identity,
            () -> client.renew(store),
            renewed::add);
    lane.run(renewal::start);
  }

  private EnrolmentClient client(TestCa trusted) throws Exception {
    var channel =
        TlsConnector.channel(
            hub.enrolmentAddress(),
            HubTls.serverOnly(List.of(trusted.certificate())),
            lanes.lane(0).loop());
    channels.add(channel);
    return new EnrolmentClient(channel, Duration.ofSeconds(10));
  }
}

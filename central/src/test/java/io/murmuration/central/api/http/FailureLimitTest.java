package io.murmuration.central.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.murmuration.central.certificate.SettableClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailureLimitTest {
  private final SettableClock clock = new SettableClock();
  private final FailureLimit limit = new FailureLimit(3, clock);

  @Test
  void tooManyFailuresWaitForTheNextMinuteAndOthersDoNot() throws Exception {
    var bad = address("192.0.2.1");
    for (int i = 0; i < 3; i++) {
      assertThat(limit.mayTry(bad)).isTrue();
      limit.failed(bad);
    }

    assertThat(limit.mayTry(bad)).isFalse();
    assertThat(limit.mayTry(address("192.0.2.2"))).isTrue();
    clock.advance(Duration.ofMinutes(1));
    assertThat(limit.mayTry(bad)).isTrue();
  }

  @Test
  void oneNetworkOfIpv6IsOneCaller() throws Exception {
    for (int i = 0; i < 3; i++) {
      limit.failed(address("2001:db8::" + i));
    }

    assertThat(limit.mayTry(address("2001:db8::ffff"))).isFalse();
    assertThat(limit.mayTry(address("2001:db8:0:1::1"))).isTrue();
  }

  @Test
  void numberOfAddressesIsBounded() throws Exception {
    for (int i = 0; i < 20_000; i++) {
      limit.failed(address("10.0.%d.%d".formatted(i / 256, i % 256)));
    }

    assertThat(limit.addresses()).isEqualTo(10_000);
  }

  private static InetAddress address(String text) throws UnknownHostException {
    return InetAddress.getByName(text);
  }
}

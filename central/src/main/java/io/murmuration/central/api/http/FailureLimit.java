package io.murmuration.central.api.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts wrong attempts per address in windows of a minute; who has too many waits for the next
 * window. Successes cost nothing, so thousands behind one address may come in freely. The number of
 * addresses is bounded: the one not heard of for longest is forgotten. An IPv6 caller owns a whole
 * /64, so that is what counts. Thread-safe.
 */
public final class FailureLimit {
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int MOST_ADDRESSES = 10_000;
  private static final int IPV6_NETWORK_BYTES = 8;

  private record Failures(Instant since, int count) {}

  private final int allowed;
  private final InstantSource clock;
  private final Map<String, Failures> byAddress =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > MOST_ADDRESSES;
        }
      };

  public FailureLimit(int allowedPerMinute, InstantSource clock) {
    this.allowed = allowedPerMinute;
    this.clock = clock;
  }

  public synchronized boolean mayTry(InetAddress address) {
    var failures = byAddress.get(key(address));
    return failures == null || failures.count() < allowed || isOver(failures, clock.instant());
  }

  public synchronized void failed(InetAddress address) {
    var now = clock.instant();
    byAddress.merge(
        key(address),
        new Failures(now, 1),
        (old, first) -> isOver(old, now) ? first : new Failures(old.since(), old.count() + 1));
  }

  synchronized int addresses() {
    return byAddress.size();
  }

  private static boolean isOver(Failures failures, Instant now) {
    return !now.isBefore(failures.since().plus(WINDOW));
  }

  private static String key(InetAddress address) {
    byte[] bytes = address.getAddress();
    int length = address instanceof Inet6Address ? IPV6_NETWORK_BYTES : bytes.length;
    return HexFormat.of().formatHex(bytes, 0, length);
  }
}

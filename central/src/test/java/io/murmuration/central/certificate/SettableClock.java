package io.murmuration.central.certificate;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Stands still until it is moved. Starts at the real time, because TLS clients look at it too. */
public final class SettableClock implements InstantSource {
  private volatile Instant now = InstantSource.system().instant();

  @Override
  public Instant instant() {
    return now;
  }

  public synchronized void advance(Duration by) {
    now = now.plus(by);
  }
}

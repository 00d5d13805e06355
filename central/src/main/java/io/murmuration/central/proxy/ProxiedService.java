package io.murmuration.central.proxy;

import java.util.Locale;

/** A service that is reached through a proxy. */
public enum ProxiedService {
  SYSINV(26385),
  IDENTITY(25000),
  USM(25497);

  private final int port;

  ProxiedService(int port) {
    this.port = port;
  }

  /** In configuration and logs. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Where clients of region {@code SystemController} look for it. */
  public int usualPort() {
    return port;
  }

  /** What is read again when something changed there. */
  public enum Source {
    PLATFORM,
    IDENTITY,
    SOFTWARE;

    /** In notices between nodes. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}

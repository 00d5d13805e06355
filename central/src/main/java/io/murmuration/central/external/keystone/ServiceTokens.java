package io.murmuration.central.external.keystone;

import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens of the hub's own user, for calls of the system controller's services. Thread-safe; blocks
 * as long as the settings' time-out.
 */
public final class ServiceTokens implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceTokens.class);

  private final KeystoneSettings settings;
  private final LongSupplier nanoTime;
  private final KeystoneHttp http;
  private final ServiceLogin login;

  /**
   * @param nanoTime monotonic
   */
  public ServiceTokens(KeystoneSettings settings, LongSupplier nanoTime) {
    this.settings = settings;
    this.nanoTime = nanoTime;
    this.http = new KeystoneHttp(settings.url(), settings.timeout());
    this.login = new ServiceLogin(settings, http);
  }

  /**
   * Empty if Keystone cannot be asked or refuses the hub's user; the log says why.
   *
   * @param refused a token that a service no longer takes; null at first
   */
  public Optional<String> token(@Nullable String refused) throws InterruptedException {
    try {
      return Optional.of(login.token(refused, Deadline.in(settings.timeout(), nanoTime)));
    } catch (KeystoneAwayException e) {
      LOG.warn("no token for the system controller's services: Keystone {}", e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    http.close();
  }
}

package io.murmuration.central.auth;

import io.murmuration.central.api.Caller;
import io.murmuration.central.api.Credentials;
import io.murmuration.central.api.Identities;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.ServiceUrl;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Several ways to be known, asked in order; the first one that knows the caller decides. A service
 * that cannot be asked makes the answer "not now" only if no other knows the caller. Thread-safe if
 * its parts are.
 */
public final class IdentityChain implements Identities {
  private final List<Identities> services;
  private final @Nullable String uri;

  /**
   * @param services the one that issues tokens last: it is what a 401 names
   * @param uri what a 401 names instead; null: what the last service says
   */
  public IdentityChain(List<Identities> services, @Nullable String uri) {
    if (services.isEmpty()) {
      throw new IllegalArgumentException("services: none (expected: at least one)");
    }
    this.services = List.copyOf(services);
    this.uri = uri;
  }

  @Override
  public Optional<Caller> identify(Credentials credentials, String address) {
    RefusedException away = null;
    for (var service : services) {
      try {
        var caller = service.identify(credentials, address);
        if (caller.isPresent()) {
          return caller;
        }
      } catch (RefusedException e) {
        away = e;
      }
    }
    if (away != null) {
      throw away;
    }
    return Optional.empty();
  }

  @Override
  public String uri(ServiceUrl reached) {
    return uri == null ? services.getLast().uri(reached) : uri;
  }
}

package io.murmuration.central;

import io.murmuration.central.auth.CacheSettings;
import io.murmuration.central.auth.builtin.api.IdentitySettings;
import io.murmuration.central.config.Values;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may call.
 *
 * @param uri what a 401 names; null: the service in use
 * @param builtin empty: no log-ins here
 */
public record AuthConfig(
    Path tokenFile, @Nullable String uri, CacheSettings cache, Optional<Builtin> builtin) {

  /** Our own identity service. */
  public record Builtin(
      Path usersFile, Duration tokenLife, int logins, IdentitySettings listener) {}

  /**
   * @param data directory of the files that are not named
   */
  static AuthConfig from(Values v, Path data) {
    return new AuthConfig(
        file(v.get(IdentityKeys.AUTH_TOKEN_FILE), data, "tokens"),
        orNull(v.get(IdentityKeys.AUTH_URI)),
        new CacheSettings(
            v.get(IdentityKeys.AUTH_REMEMBERED),
            v.get(IdentityKeys.AUTH_RECHECK_AFTER),
            v.get(IdentityKeys.AUTH_UNKNOWN_FOR)),
        v.get(IdentityKeys.IDENTITY_ENABLED) ? Optional.of(builtin(v, data)) : Optional.empty());
  }

  private static Builtin builtin(Values v, Path data) {
    return new Builtin(
        file(v.get(IdentityKeys.IDENTITY_USERS_FILE), data, "users.yaml"),
        v.get(IdentityKeys.IDENTITY_TOKEN_LIFE),
        v.get(IdentityKeys.IDENTITY_LOGINS),
        new IdentitySettings(
            v.get(IdentityKeys.IDENTITY_HOST),
            v.get(IdentityKeys.IDENTITY_PORT),
            v.get(IdentityKeys.IDENTITY_REGION),
            orNull(v.get(IdentityKeys.IDENTITY_URL)),
            orNull(v.get(IdentityKeys.IDENTITY_REST_URL)),
            v.get(IdentityKeys.IDENTITY_CONNECTIONS),
            v.get(IdentityKeys.IDENTITY_REQUESTS)));
  }

  private static Path file(String given, Path data, String otherwise) {
    return given.isEmpty() ? data.resolve(otherwise) : Path.of(given);
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}

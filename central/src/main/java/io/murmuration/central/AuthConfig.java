package io.murmuration.central;

import io.murmuration.central.auth.CacheSettings;
import io.murmuration.central.auth.builtin.api.IdentitySettings;
import io.murmuration.central.auth.oidc.OidcSettings;
import io.murmuration.central.config.Values;
import io.murmuration.central.external.keystone.KeystoneSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may call.
 *
 * @param uri what a 401 names; null: the service in use
 * @param builtin empty: no log-ins here, as with a Keystone
 */
public record AuthConfig(
    Path tokenFile,
    @Nullable String uri,
    CacheSettings cache,
    Optional<Builtin> builtin,
    Optional<KeystoneSettings> keystone,
    Optional<OidcSettings> oidc) {

  /** Our own identity service. */
  public record Builtin(
      Path usersFile,
      Duration tokenLife,
      int logins,
      int failuresPerMinute,
      IdentitySettings listener) {}

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
        Optional.of(v)
            .filter(_ -> v.get(IdentityKeys.IDENTITY_ENABLED) && !hasKeystone(v))
            .map(_ -> builtin(v, data)),
        Optional.of(v).filter(AuthConfig::hasKeystone).map(AuthConfig::keystone),
        Optional.of(v).filter(AuthConfig::hasOidc).map(AuthConfig::oidc));
  }

  /** Rules that no key can see alone. */
  static void requireSense(Values v) {
    var file = v.get(IdentityKeys.KEYSTONE_PASSWORD_FILE);
    v.require(
        !hasKeystone(v) || (!file.isEmpty() && Files.isReadable(Path.of(file))),
        IdentityKeys.KEYSTONE_PASSWORD_FILE,
        "a readable file, because keystone.url is set",
        IdentityKeys.KEYSTONE_URL);
    v.require(
        !hasOidc(v) || !v.get(IdentityKeys.OIDC_AUDIENCE).isEmpty(),
        IdentityKeys.OIDC_AUDIENCE,
        "a client id, because oidc.issuer is set",
        IdentityKeys.OIDC_ISSUER);
  }

  private static boolean hasKeystone(Values v) {
    return !v.get(IdentityKeys.KEYSTONE_URL).isEmpty();
  }

  private static boolean hasOidc(Values v) {
    return !v.get(IdentityKeys.OIDC_ISSUER).isEmpty();
  }

  private static OidcSettings oidc(Values v) {
    Map<String, String> roles = new LinkedHashMap<>();
    for (var pair : v.get(IdentityKeys.OIDC_ROLES)) {
      int equals = pair.indexOf('=');
      roles.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return new OidcSettings(
        v.get(IdentityKeys.OIDC_ISSUER),
        v.get(IdentityKeys.OIDC_AUDIENCE),
        v.get(IdentityKeys.OIDC_USERNAME_CLAIM),
        v.get(IdentityKeys.OIDC_GROUPS_CLAIM),
        roles,
        v.get(IdentityKeys.OIDC_SKEW));
  }

  private static KeystoneSettings keystone(Values v) {
    return new KeystoneSettings(
        URI.create(v.get(IdentityKeys.KEYSTONE_URL)),
        v.get(IdentityKeys.KEYSTONE_USER),
        v.get(IdentityKeys.KEYSTONE_PROJECT),
        v.get(IdentityKeys.KEYSTONE_DOMAIN),
        Path.of(v.get(IdentityKeys.KEYSTONE_PASSWORD_FILE)),
        v.get(IdentityKeys.KEYSTONE_TIMEOUT),
        v.get(IdentityKeys.KEYSTONE_CALLS));
  }

  private static Builtin builtin(Values v, Path data) {
    return new Builtin(
        file(v.get(IdentityKeys.IDENTITY_USERS_FILE), data, "users.yaml"),
        v.get(IdentityKeys.IDENTITY_TOKEN_LIFE),
        v.get(IdentityKeys.IDENTITY_LOGINS),
        v.get(IdentityKeys.IDENTITY_FAILURES),
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

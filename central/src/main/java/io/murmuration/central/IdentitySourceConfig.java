package io.murmuration.central;

import io.murmuration.central.config.Values;
import io.murmuration.central.external.dcdbsync.DcdbsyncSettings;
import io.murmuration.central.external.keystone.KeystoneSettings;
import io.murmuration.central.external.keystonedb.KeystoneDatabaseSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where identities come from, and how often one looks. */
public record IdentitySourceConfig(Way way, Duration period) {

  /** The way to the central Keystone. */
  public sealed interface Way {
    record Database(KeystoneDatabaseSettings settings) implements Way {}

    record Dcdbsync(DcdbsyncSettings settings) implements Way {}
  }

  /**
   * Empty: nowhere from.
   *
   * @param keystone who the hub is there, if that is configured
   */
  static Optional<IdentitySourceConfig> from(Values v, Optional<KeystoneSettings> keystone) {
    if (!v.get(IdentitySourceKeys.URL).isEmpty()) {
      return Optional.of(
          new IdentitySourceConfig(
              new Way.Database(
                  new KeystoneDatabaseSettings(
                      v.get(IdentitySourceKeys.URL),
                      v.get(IdentitySourceKeys.USER),
                      Path.of(v.get(IdentitySourceKeys.PASSWORD_FILE)),
                      v.get(IdentitySourceKeys.TIMEOUT),
                      v.get(IdentitySourceKeys.REVOCATIONS_KEPT))),
              v.get(IdentitySourceKeys.PERIOD)));
    }
    var dcdbsync = v.get(IdentitySourceKeys.DCDBSYNC_URL);
    return keystone
        .filter(_ -> !dcdbsync.isEmpty())
        .map(user ->
            new IdentitySourceConfig(
                new Way.Dcdbsync(
                    new DcdbsyncSettings(
                        URI.create(dcdbsync),
                        user,
                        v.get(IdentitySourceKeys.TIMEOUT),
                        v.get(IdentitySourceKeys.REVOCATIONS_KEPT))),
                v.get(IdentitySourceKeys.DCDBSYNC_PERIOD)));
  }

  /** Rules that no key can see alone. */
  static void requireSense(Values v) {
    var url = v.get(IdentitySourceKeys.URL);
    var dcdbsync = v.get(IdentitySourceKeys.DCDBSYNC_URL);
    var file = v.get(IdentitySourceKeys.PASSWORD_FILE);
    v.require(
        url.isEmpty() || (!file.isEmpty() && Files.isReadable(Path.of(file))),
        IdentitySourceKeys.PASSWORD_FILE,
        "a readable file, because identity-source.url is set",
        IdentitySourceKeys.URL);
    v.require(
        dcdbsync.isEmpty() || url.isEmpty(),
        IdentitySourceKeys.DCDBSYNC_URL,
        "empty, because identity-source.url is set",
        IdentitySourceKeys.URL);
    v.require(
        dcdbsync.isEmpty() || !v.get(IdentityKeys.KEYSTONE_URL).isEmpty(),
        IdentitySourceKeys.DCDBSYNC_URL,
        "empty, because keystone.url is",
        IdentityKeys.KEYSTONE_URL);
  }
}

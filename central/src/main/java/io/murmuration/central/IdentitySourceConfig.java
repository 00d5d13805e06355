package io.murmuration.central;

import io.murmuration.central.config.Values;
import io.murmuration.central.external.keystonedb.KeystoneDatabaseSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where identities come from, and how often one looks. */
public record IdentitySourceConfig(KeystoneDatabaseSettings database, Duration period) {

  /** Empty: nowhere from. */
  static Optional<IdentitySourceConfig> from(Values v) {
    return v.get(IdentitySourceKeys.URL).isEmpty()
        ? Optional.empty()
        : Optional.of(
            new IdentitySourceConfig(
                new KeystoneDatabaseSettings(
                    v.get(IdentitySourceKeys.URL),
                    v.get(IdentitySourceKeys.USER),
                    Path.of(v.get(IdentitySourceKeys.PASSWORD_FILE)),
                    v.get(IdentitySourceKeys.TIMEOUT),
                    v.get(IdentitySourceKeys.REVOCATIONS_KEPT)),
                v.get(IdentitySourceKeys.PERIOD)));
  }

  /** Rules that no key can see alone. */
  static void requireSense(Values v) {
    var file = v.get(IdentitySourceKeys.PASSWORD_FILE);
    v.require(
        v.get(IdentitySourceKeys.URL).isEmpty()
            || (!file.isEmpty() && Files.isReadable(Path.of(file))),
        IdentitySourceKeys.PASSWORD_FILE,
        "a readable file, because identity-source.url is set",
        IdentitySourceKeys.URL);
  }
}

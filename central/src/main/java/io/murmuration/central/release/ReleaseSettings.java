package io.murmuration.central.release;

import io.murmuration.central.release.fetch.FetchLimits;
import io.murmuration.central.release.vault.Vault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * @param directory of the vault; nodes share it
 * @param trusted PEM files of the certificates that may sign releases; empty: nothing is verified
 * @param usmVault where USM's proxy keeps what was uploaded; empty: nothing is taken over
 */
public record ReleaseSettings(
    Path directory,
    Vault.Limits limits,
    List<Path> trusted,
    Optional<Path> usmVault,
    FetchLimits fetches) {
  public ReleaseSettings {
    trusted = List.copyOf(trusted);
  }
}

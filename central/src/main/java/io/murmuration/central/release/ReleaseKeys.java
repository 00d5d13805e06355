package io.murmuration.central.release;

import static io.murmuration.central.config.ValueType.anyText;
import static io.murmuration.central.config.ValueType.bytes;
import static io.murmuration.central.config.ValueType.duration;
import static io.murmuration.central.config.ValueType.integer;
import static io.murmuration.central.config.ValueType.listOf;

import io.murmuration.central.config.Key;
import io.murmuration.central.config.ValueType;
import io.murmuration.central.config.Values;
import io.murmuration.central.release.fetch.FetchLimits;
import io.murmuration.central.release.vault.Vault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The keys about releases that are kept for the sites. */
public final class ReleaseKeys {
  private static final List<Key<?>> ALL = new ArrayList<>();
  private static final long TEBIBYTE = 1L << 40;

  static final Key<String> DIRECTORY =
      key(
          "release-vault.directory",
          anyText(),
          "",
          "Where the files of releases lie; all nodes must see the same one, as they do /opt/dc-vault. Empty: releases below data.dir, for a node alone.");
  static final Key<Long> MOST_BYTES =
      key("release-vault.most-bytes", bytes(TEBIBYTE), "20GiB", "Most bytes of one file.");
  static final Key<Long> KEEP_FREE =
      key(
          "release-vault.keep-free",
          bytes(TEBIBYTE),
          "1GiB",
          "Nothing is taken that would leave less than this free on its file system.");
  static final Key<List<String>> TRUSTED =
      key(
          "release-vault.trusted-certificates",
          listOf(anyText()),
          "",
          "PEM files of the certificates whose RSA keys may sign releases; then nothing else is taken. Empty: nothing is verified, and the digest of each file must come with it.");
  static final Key<String> USM_DIRECTORY =
      key(
          "release-vault.usm-directory",
          anyText(),
          "",
          "Where the platform keeps what was uploaded to USM, usually /opt/dc-vault/software; releases can be taken over from there. Empty: they cannot.");
  static final Key<Long> RATE_PER_SITE =
      key(
          "release-vault.rate-per-site",
          bytes(TEBIBYTE),
          "10MiB",
          "Bytes a second to one site. 0: no limit.");
  static final Key<Long> RATE_TOTAL =
      key(
          "release-vault.rate-total",
          bytes(TEBIBYTE),
          "100MiB",
          "Bytes a second to all sites, from all nodes together: each has an equal share. 0: no limit.");
  static final Key<Integer> FETCHES =
      key(
          "release-vault.fetches",
          integer(1, 100_000),
          "500",
          "Sites that fetch from this node at once; others are told to come again.");
  static final Key<Duration> PATIENCE =
      key(
          "release-vault.patience",
          duration(Duration.ofSeconds(1), Duration.ofHours(1)),
          "60s",
          "A fetch is ended if its site takes nothing for so long; it goes on from there when it comes back.");

  private ReleaseKeys() {}

  public static List<Key<?>> all() {
    return List.copyOf(ALL);
  }

  public static ReleaseSettings settings(Values v, Path data) {
    return new ReleaseSettings(
        path(v.get(DIRECTORY)).orElse(data.resolve("releases")),
        new Vault.Limits(v.get(MOST_BYTES), v.get(KEEP_FREE)),
        v.get(TRUSTED).stream().map(Path::of).toList(),
        path(v.get(USM_DIRECTORY)),
        new FetchLimits(v.get(RATE_PER_SITE), v.get(RATE_TOTAL), v.get(FETCHES), v.get(PATIENCE)));
  }

  private static Optional<Path> path(String text) {
    return Optional.of(text).filter(given -> !given.isEmpty()).map(Path::of);
  }

  private static <T> Key<T> key(String name, ValueType<T> type, String byDefault, String doc) {
    var key = new Key<>(name, type, byDefault, doc, false);
    ALL.add(key);
    return key;
  }
}

package io.murmuration.central;

import static io.murmuration.central.config.ValueType.anyText;
import static io.murmuration.central.config.ValueType.duration;
import static io.murmuration.central.config.ValueType.matching;

import io.murmuration.central.config.Key;
import io.murmuration.central.config.ValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The keys about where identities come from; part of {@link CentralKeys#all}. */
final class IdentitySourceKeys {
  private static final List<Key<?>> ALL = new ArrayList<>();

  static final Key<String> URL =
      key(
          "identity-source.url",
          matching(
              "jdbc:postgresql://host:port/database without password, or empty",
              "(jdbc:postgresql://(?!\\S*password=)\\S+)?"),
          "",
          "Database of the central Keystone, whose users, groups, projects, roles and assignments"
              + " every site gets; empty means none.");
  static final Key<String> DCDBSYNC_URL =
      key(
          "identity-source.dcdbsync-url",
          matching(
              "http://host:port or https://host:port, without path, or empty",
              "(https?://[^\\s/?#@]+/?)?"),
          "",
          "dcdbsync of the system controller, instead of identity-source.url where the database is"
              + " out of reach. Needs keystone.url.");
  static final Key<Duration> DCDBSYNC_PERIOD =
      key(
          "identity-source.dcdbsync-period",
          duration(Duration.ofMillis(500), Duration.ofHours(1)),
          "1m",
          "Time between two looks through dcdbsync; each reads all lists, changed or not.");
  static final Key<String> USER =
      key(
          "identity-source.user",
          matching("a user of the database", "\\S{1,63}"),
          "keystone",
          "Who reads it; SELECT on its tables is enough.");
  static final Key<String> PASSWORD_FILE =
      key(
          "identity-source.password-file",
          anyText(),
          "",
          "File with the password of identity-source.user, first line; read at each look.");
  static final Key<Duration> PERIOD =
      key(
          "identity-source.period",
          duration(Duration.ofMillis(500), Duration.ofHours(1)),
          "5s",
          "Time between two looks; one at an unchanged Keystone is a single statement.");
  static final Key<Duration> TIMEOUT =
      key(
          "identity-source.timeout",
          duration(Duration.ofSeconds(1), Duration.ofMinutes(5)),
          "20s",
          "For the connection, and for each statement.");
  static final Key<Duration> REVOCATIONS_KEPT =
      key(
          "identity-source.revocations-kept",
          duration(Duration.ofMinutes(1), Duration.ofDays(30)),
          "90m",
          "Revocations of tokens are kept at the sites for this long: what Keystone's longest token"
              + " lives, and half an hour.");

  private IdentitySourceKeys() {}

  static List<Key<?>> all() {
    return List.copyOf(ALL);
  }

  private static <T> Key<T> key(String name, ValueType<T> type, String byDefault, String doc) {
    var key = new Key<>(name, type, byDefault, doc, false);
    ALL.add(key);
    return key;
  }
}

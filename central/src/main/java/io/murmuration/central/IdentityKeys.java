package io.murmuration.central;

import static io.murmuration.central.config.ValueType.anyText;
import static io.murmuration.central.config.ValueType.bool;
import static io.murmuration.central.config.ValueType.duration;
import static io.murmuration.central.config.ValueType.integer;
import static io.murmuration.central.config.ValueType.listOf;
import static io.murmuration.central.config.ValueType.matching;
import static io.murmuration.central.config.ValueType.port;

import io.murmuration.central.config.Key;
import io.murmuration.central.config.ValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The keys about who may call; part of {@link CentralKeys#all}. */
final class IdentityKeys {
  private static final List<Key<?>> ALL = new ArrayList<>();

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final ValueType<String> HOST =
      matching("a host name or IP address", "[\\w.:-]{1,253}");
  private static final ValueType<String> URL_OR_NOTHING =
      matching("an http or https URL, or empty", "(https?://\\S+)?");

  // Whatever the service.
  static final Key<String> AUTH_TOKEN_FILE =
      key(
          "auth.token-file",
          anyText(),
          "",
          "File of token hashes; empty means tokens in data.dir. Made with one admin token if missing.");
  static final Key<String> AUTH_URI =
      key(
          "auth.uri",
          URL_OR_NOTHING,
          "",
          "Where clients are told to get a token (WWW-Authenticate); empty means the identity service in use.");
  static final Key<Duration> AUTH_RECHECK_AFTER =
      key(
          "auth.recheck-after",
          duration(SECOND, HOUR),
          "60s",
          "A token's issuer is asked again after this: a revoked token is refused within it.");
  static final Key<Duration> AUTH_UNKNOWN_FOR =
      key(
          "auth.unknown-for",
          duration(Duration.ZERO, MINUTE),
          "5s",
          "A token that the issuer did not know is refused without asking for this long.");
  static final Key<Integer> AUTH_REMEMBERED =
      key(
          "auth.remembered",
          integer(1, 1_000_000),
          "10000",
          "Most tokens that a node remembers, good and bad ones each; the others are asked about.");

  // The built-in service.
  static final Key<Boolean> IDENTITY_ENABLED =
      key(
          "identity.enabled",
          bool(),
          "true",
          "Whether log-ins are served by this node; never together with keystone.url.");
  static final Key<String> IDENTITY_HOST =
      key(
          "identity.host",
          HOST,
          "127.0.0.1",
          "Address that log-ins listen on; passwords come in the clear, so put TLS in front of any other.");
  static final Key<Integer> IDENTITY_PORT =
      key("identity.port", port(), "5000", "Port of log-ins; 0 takes any free one.");
  static final Key<String> IDENTITY_USERS_FILE =
      key(
          "identity.users-file",
          anyText(),
          "",
          "Who may log in; empty means users.yaml in data.dir. Made with one admin if missing.");
  static final Key<Duration> IDENTITY_TOKEN_LIFE =
      key(
          "identity.token-life",
          duration(MINUTE, DAY.multipliedBy(30)),
          "1h",
          "A token expires after this.");
  static final Key<String> IDENTITY_URL =
      key(
          "identity.url",
          matching("an http or https URL without a version, or empty", "(https?://\\S+[^/\\s])?"),
          "",
          "The service as clients see it, as in https://hub.example:5000; empty means as they reached it.");
  static final Key<String> IDENTITY_REST_URL =
      key(
          "identity.rest-url",
          matching("a URL that ends in /v1.0, or empty", "(https?://\\S+/v1\\.0)?"),
          "",
          "REST in the catalog, as in https://hub.example:8119/v1.0; empty means this node.");
  static final Key<String> IDENTITY_REGION =
      key(
          "identity.region",
          matching("1 to 255 letters, digits, . _ -", "[\\w.-]{1,255}"),
          "SystemController",
          "Region of the endpoints in the catalog.");
  static final Key<Integer> IDENTITY_LOGINS =
      key(
          "identity.logins",
          integer(1, 64),
          "2",
          "Most passwords that are checked at once; each costs a core some 60 ms. Others wait 10 s, then get 503.");
  static final Key<Integer> IDENTITY_FAILURES =
      key(
          "identity.failures-per-minute",
          integer(1, 10_000),
          "20",
          "Wrong passwords per address and minute before it must wait.");
  static final Key<Integer> IDENTITY_CONNECTIONS =
      key(
          "identity.connections",
          integer(1, 100_000),
          "256",
          "Most connections of log-ins at once; further ones are closed.");
  static final Key<Integer> IDENTITY_REQUESTS =
      key(
          "identity.requests",
          integer(1, 10_000),
          "64",
          "Most log-in requests at once; more get 503.");

  // A Keystone.
  static final Key<String> KEYSTONE_URL =
      key(
          "keystone.url",
          matching("an http or https URL that ends in /v3, or empty", "(https?://\\S+/v3)?"),
          "",
          "The Keystone that knows the callers, as in http://192.0.2.1:5000/v3; empty means the built-in service.");
  static final Key<String> KEYSTONE_USER =
      key(
          "keystone.user",
          matching("a user's name", "\\S{1,255}"),
          "dcmanager",
          "The hub's own user there; it must be allowed to validate tokens (role service or admin).");
  static final Key<String> KEYSTONE_PROJECT =
      key(
          "keystone.project",
          matching("a project's name", "\\S{1,255}"),
          "services",
          "Its project.");
  static final Key<String> KEYSTONE_DOMAIN =
      key(
          "keystone.domain",
          matching("a domain's name", "\\S{1,255}"),
          "Default",
          "Domain of users and projects; projects of other domains have no rights here.");
  static final Key<String> KEYSTONE_PASSWORD_FILE =
      key(
          "keystone.password-file",
          anyText(),
          "",
          "File with the password of keystone.user, first line; read at each log-in.");
  static final Key<Duration> KEYSTONE_TIMEOUT =
      key(
          "keystone.timeout",
          duration(Duration.ofMillis(100), MINUTE),
          "5s",
          "Keystone must have answered within this; else 503, or what it said before.");
  static final Key<Integer> KEYSTONE_CALLS =
      key(
          "keystone.calls",
          integer(1, 1_000),
          "16",
          "Most questions to Keystone at once about new tokens, and as many about known ones; others wait as long as keystone.timeout, then get 503.");

  // An OpenID provider.
  static final Key<String> OIDC_ISSUER =
      key(
          "oidc.issuer",
          matching(
              "an https URL (http at a loopback address only), or empty",
              "(https://\\S+|http://(127\\.[\\d.]+|localhost|\\[::1])(:\\d+)?(/\\S*)?)?"),
          "",
          "The provider whose tokens come in the header OIDC-Token; empty means none.");
  static final Key<String> OIDC_AUDIENCE =
      key(
          "oidc.audience",
          anyText(),
          "",
          "The client id that a token must be for (aud); needed with oidc.issuer.");
  static final Key<String> OIDC_USERNAME_CLAIM =
      key(
          "oidc.username-claim",
          matching("a claim", "\\S{1,255}"),
          "sub",
          "The claim that holds the caller's name.");
  static final Key<String> OIDC_GROUPS_CLAIM =
      key(
          "oidc.groups-claim",
          matching("a claim", "\\S{1,255}"),
          "groups",
          "The claim that holds the caller's groups.");
  static final Key<List<String>> OIDC_ROLES =
      key(
          "oidc.roles",
          listOf(matching("group=role", "[^=]+=[\\w.@+-]{1,255}")),
          "",
          "Which role a group gives, as in dc-admins=admin; admin implies reader.");
  static final Key<Duration> OIDC_SKEW =
      key(
          "oidc.skew",
          duration(Duration.ZERO, MINUTE.multipliedBy(5)),
          "30s",
          "By how much the provider's clock may differ.");

  private IdentityKeys() {}

  static List<Key<?>> all() {
    return List.copyOf(ALL);
  }

  private static <T> Key<T> key(String name, ValueType<T> type, String byDefault, String doc) {
    var key = new Key<>(name, type, byDefault, doc, false);
    ALL.add(key);
    return key;
  }
}

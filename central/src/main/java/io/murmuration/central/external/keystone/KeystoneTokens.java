package io.murmuration.central.external.keystone;

import com.fasterxml.jackson.databind.JsonNode;
import io.murmuration.central.auth.TokenSource;
import io.murmuration.central.auth.Vouched;
import io.murmuration.central.external.keystone.KeystoneHttp.Reply;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks a Keystone what a token stands for: {@code GET /v3/auth/tokens} with the hub's own token. A
 * 401 means that the hub's own one has ended; then it logs in and asks once more.
 *
 * <p>Anybody may send a token, so nothing that one token does to Keystone counts against Keystone:
 * what no Keystone issues is not asked about, and after a question that failed Keystone is asked
 * about the hub's own token before the failure counts. Tokens that were good have places and a
 * circuit of their own, so that strangers cannot keep a revoked one alive. Thread-safe.
 */
public final class KeystoneTokens implements TokenSource, AutoCloseable {
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;

  /** Not found, or not worth looking at: malformed, or too large for Keystone or its web server. */
  private static final Set<Integer> UNKNOWN = Set.of(400, 404, 413, 414, 431);

  /** Fernet tokens have some 250 characters, signed ones (JWS) less than a thousand. */
  private static final int LONGEST = 2048;

  private final KeystoneSettings settings;
  private final LongSupplier nanoTime;
  private final KeystoneHttp http;
  private final ServiceLogin login;
  private final Guard strangers;
  private final Guard known;

  /**
   * @param nanoTime monotonic
   */
  public KeystoneTokens(KeystoneSettings settings, LongSupplier nanoTime) {
    this.settings = settings;
    this.nanoTime = nanoTime;
    this.http = new KeystoneHttp(settings.url(), settings.timeout());
    this.login = new ServiceLogin(settings, http);
    this.strangers = new Guard("calls of Keystone", settings.calls(), settings.timeout());
    this.known = new Guard("rechecks by Keystone", settings.calls(), settings.timeout());
  }

  @Override
  public Optional<Vouched> validate(String token) {
    return validate(token, strangers);
  }

  @Override
  public Optional<Vouched> recheck(String token) {
    return validate(token, known);
  }

  private Optional<Vouched> validate(String token, Guard guard) {
    if (!mayBeIssued(token)) {
      return Optional.empty();
    }
    return guard.call(() -> {
      try {
        return ask(token);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw new KeystoneAwayException("is not asked, this node is stopping");
      }
    });
  }

  private Optional<Vouched> ask(String token) throws InterruptedException {
    var whole = Deadline.in(settings.timeout(), nanoTime);
    // the rest is for finding out whether Keystone failed, or this question alone
    var question = Deadline.in(settings.timeout().multipliedBy(3).dividedBy(4), nanoTime);
    var own = login.token(null, question);
    var reply = get(own, token, question, whole);
    if (reply.status() == UNAUTHORIZED) {
      own = login.token(own, question);
      reply = get(own, token, question, whole);
    }
    if (UNKNOWN.contains(reply.status())) {
      return Optional.empty();
    }
    if (reply.status() != OK) {
      var refused =
          new KeystoneAwayException(
              "does not let the hub's own user %s validate tokens (status %d; give it the role service or admin)"
                  .formatted(settings.user(), reply.status()));
      throw judged(refused, own, whole);
    }
    return Optional.of(vouched(reply.body().path("token")));
  }

  private Reply get(String own, String subject, Deadline question, Deadline whole)
      throws InterruptedException {
    try {
      return http.get(headers(own, subject), question);
    } catch (KeystoneAwayException e) {
      throw judged(e, own, whole);
    }
  }

  /** The failure, or that of one token only. */
  private RuntimeException judged(KeystoneAwayException failure, String own, Deadline whole)
      throws InterruptedException {
    try {
      int status = http.get(headers(own, own), whole).status();
      // a 401 is an answer too: the hub's own token has ended
      return status == OK || status == UNAUTHORIZED
          ? new OneTokenException(String.valueOf(failure.getMessage()))
          : failure;
    } catch (KeystoneAwayException | KeystoneBusyException _) {
      return failure;
    }
  }

  private Vouched vouched(JsonNode token) {
    var user = token.path("user").path("name").asText();
    var expiresAt = instant(token.path("expires_at").asText());
    if (user.isEmpty() || expiresAt == null) {
      throw new KeystoneAwayException("gives an answer without a user's name or an expiry");
    }
    var project = token.path("project");
    // a project of the same name in another domain is another project
    boolean ours = project.path("domain").path("name").asText().equals(settings.domain());
    Set<String> roles = new HashSet<>();
    token.path("roles").forEach(role -> roles.add(role.path("name").asText()));
    return new Vouched(
        user, ours ? project.path("name").asText() : "", ours ? roles : Set.of(), expiresAt);
  }

  private static Map<String, String> headers(String own, String subject) {
    return Map.of("X-Auth-Token", own, "X-Subject-Token", subject);
  }

  /** What no header may hold, or no Keystone makes so long, was never issued. */
  private static boolean mayBeIssued(String token) {
    return token.length() <= LONGEST && token.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  private static @Nullable Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException _) {
      return null;
    }
  }

  @Override
  public void close() {
    http.close();
  }
}

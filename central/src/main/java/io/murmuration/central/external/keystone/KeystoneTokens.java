package io.murmuration.central.external.keystone;

import com.fasterxml.jackson.databind.JsonNode;
import io.murmuration.central.auth.TokenSource;
import io.murmuration.central.auth.Vouched;
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
 * 401 means that the hub's own one has ended; then it logs in and asks once more. Thread-safe.
 */
public final class KeystoneTokens implements TokenSource, AutoCloseable {
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;

  private final KeystoneSettings settings;
  private final LongSupplier nanoTime;
  private final KeystoneHttp http;
  private final ServiceLogin login;
  private final Guard guard;

  /**
   * @param nanoTime monotonic
   */
  public KeystoneTokens(KeystoneSettings settings, LongSupplier nanoTime) {
    this.settings = settings;
    this.nanoTime = nanoTime;
    this.http = new KeystoneHttp(settings.url(), settings.timeout());
    this.login = new ServiceLogin(settings, http);
    this.guard = new Guard(settings.calls(), settings.timeout());
  }

  @Override
  public Optional<Vouched> validate(String token) {
    return guard.call(() -> {
      try {
        return ask(token, Deadline.in(settings.timeout(), nanoTime));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw new KeystoneAwayException("is not asked, this node is stopping");
      }
    });
  }

  private Optional<Vouched> ask(String token, Deadline deadline) throws InterruptedException {
    if (!isHeaderValue(token)) {
      return Optional.empty();
    }
    var own = login.token(null, deadline);
    var reply = http.get(headers(own, token), deadline);
    if (reply.status() == UNAUTHORIZED) {
      reply = http.get(headers(login.token(own, deadline), token), deadline);
    }
    return switch (reply.status()) {
      case OK -> Optional.of(vouched(reply.body().path("token")));
      case NOT_FOUND -> Optional.empty();
      default ->
          throw new KeystoneAwayException(
              "does not let the hub's own user %s validate tokens (status %d; give it the role service or admin)"
                  .formatted(settings.user(), reply.status()));
    };
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

  /** What no header may hold was never issued. */
  private static boolean isHeaderValue(String token) {
    return token.chars().allMatch(c -> c > ' ' && c < 0x7f);
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

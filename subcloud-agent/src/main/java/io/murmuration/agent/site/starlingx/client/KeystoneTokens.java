package io.murmuration.agent.site.starlingx.client;

import io.murmuration.proto.canonical.CanonicalJson;
import io.murmuration.proto.canonical.InvalidJsonException;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One token for all calls, from Keystone v3 by password, until shortly before it expires.
 *
 * <p>Keystone locks a user out after a few wrong passwords, and others may use the same user: a
 * refused password is not tried again for a while, unless its file changes. Thread-safe; callers
 * that need a new token wait for one and the same request.
 */
final class KeystoneTokens {
  private static final Duration MARGIN = Duration.ofMinutes(2);
  private static final Duration REFUSED_PAUSE = Duration.ofMinutes(5);
  private static final Duration RETRY = Duration.ofSeconds(30);

  private record Held(Token.Valid token, Instant until) {}

  private record Refused(String password, Instant until) {
    /** Never the password. */
    @Override
    public String toString() {
      return "refused until " + until;
    }
  }

  private final Credentials credentials;
  private final GuardedHttp keystone;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Held held;
  private @Nullable Refused refused;

  KeystoneTokens(Credentials credentials, GuardedHttp keystone, InstantSource clock) {
    this.credentials = credentials;
    this.keystone = keystone;
    this.clock = clock;
  }

  Token token() {
    lock.lock();
    try {
      var now = clock.instant();
      if (held != null && now.isBefore(held.until)) {
        return held.token;
      }
      var password = Files.readString(credentials.passwordFile()).strip();
      if (refused != null && refused.password.equals(password) && now.isBefore(refused.until)) {
        return none(Duration.between(now, refused.until), "refuses the password");
      }
      return request(password, now);
    } catch (IOException _) {
      return none(
          REFUSED_PAUSE,
          "is not asked: the password file "
              + credentials.passwordFile()
              + " cannot be read (expected: text in UTF-8, readable by the agent)");
    } finally {
      lock.unlock();
    }
  }

  /** A service did not accept this token; a newer one stays. */
  void forget(Token.Valid token) {
    lock.lock();
    try {
      if (held != null && held.token.equals(token)) {
        held = null;
      }
    } finally {
      lock.unlock();
    }
  }

  private Token request(String password, Instant now) {
    held = null;
    refused = null;
    var request =
        HttpRequest.newBuilder(credentials.keystone().resolve("/v3/auth/tokens"))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .POST(BodyPublishers.ofByteArray(body(password)))
            .build();
    // A token too many does no harm: asking for one may be repeated like a read.
    return switch (keystone.read(request)) {
      case Reply.Unanswered(var later) -> new Token.None(later);
      case Reply.Answered answered when answered.status() == 401 -> {
        refused = new Refused(password, now.plus(REFUSED_PAUSE));
        yield none(REFUSED_PAUSE, "refuses the password");
      }
      case Reply.Answered answered when answered.status() / 100 != 2 ->
          new Token.None(
              new Answer.Later(
                  RETRY,
                  "Keystone gives no token: HTTP " + answered.status(),
                  answered.status() >= 500 ? Answer.Fault.SITE : Answer.Fault.AGENT));
      case Reply.Answered answered -> accept(answered, now);
    };
  }

  private Token accept(Reply.Answered answered, Instant now) {
    var value = answered.headers().firstValue("X-Subject-Token");
    if (value.isEmpty()) {
      return new Token.None(
          new Answer.Later(RETRY, "Keystone answers without a token", Answer.Fault.SITE));
    }
    var token = new Token.Valid(value.get());
    held = new Held(token, until(answered.body(), now));
    return token;
  }

  /** A token whose end cannot be read serves the calls of a moment. */
  private static Instant until(String body, Instant now) {
    try {
      var expires = OffsetDateTime.parse(Row.parse(body).row("token").text("expires_at"));
      return expires.toInstant().minus(MARGIN);
    } catch (InvalidJsonException | DateTimeParseException _) {
      return now.plus(MARGIN);
    }
  }

  private Token none(Duration retryAfter, String what) {
    return new Token.None(
        new Answer.Later(
            retryAfter, "Keystone " + what + " of user " + credentials.user(), Answer.Fault.AGENT));
  }

  private byte[] body(String password) {
    var user =
        Map.of(
            "name", credentials.user(),
            "domain", Map.of("name", credentials.userDomain()),
            "password", password);
    var project =
        Map.of(
            "name", credentials.project(),
            "domain", Map.of("name", credentials.projectDomain()));
    try {
      return CanonicalJson.print(
          Map.of(
              "auth",
              Map.of(
                  "identity",
                  Map.of("methods", List.of("password"), "password", Map.of("user", user)),
                  "scope",
                  Map.of("project", project))));
    } catch (InvalidJsonException _) {
      // Settings and files are read as UTF-8, which holds no half characters.
      throw new IllegalStateException("the credentials cannot be written as JSON");
    }
  }
}

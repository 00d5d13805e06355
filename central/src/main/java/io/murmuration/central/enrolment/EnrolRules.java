package io.murmuration.central.enrolment;

import io.murmuration.central.enrolment.Issuance.Reason;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of each request of a batch. The first request's key binds a token; the same token
 * and key get the same certificate again. Pure.
 */
final class EnrolRules {
  /**
   * A stored token.
   *
   * @param boundTo hash of the key that used it; null: unused
   * @param enrolment what it was used for; null: unused
   */
  record Token(
      String hash,
      int subcloud,
      Instant expiresAt,
      @Nullable String boundTo,
      @Nullable UUID enrolment) {}

  sealed interface Decision {
    /** A new enrolment; the first decision about this token in the batch. */
    record Enrol(Token token) implements Decision {}

    /** What {@link Enrol} of the same token gets. */
    record SameAs(Token token) implements Decision {}

    /** What was issued for this enrolment and key before. */
    record Again(Token token, UUID enrolment) implements Decision {}

    record Refuse(Reason reason) implements Decision {}

    record Later() implements Decision {}
  }

  private EnrolRules() {}

  /** One decision per request, in the same order. */
  static List<Decision> decide(List<Enroller.Call> calls, Map<String, Token> tokens, Instant now) {
    var boundNow = new HashMap<String, String>();
    var enrolling = new HashMap<Integer, String>();
    return calls.stream()
        .map(call -> {
          var token = tokens.get(call.tokenHash());
          return token == null
              ? new Decision.Refuse(Reason.TOKEN_UNKNOWN)
              : decide(call.request().keyHash(), token, now, boundNow, enrolling);
        })
        .toList();
  }

  private static Decision decide(
      String key,
      Token token,
      Instant now,
      Map<String, String> boundNow,
      Map<Integer, String> enrolling) {
    if (token.boundTo() != null && token.enrolment() != null) {
      return token.boundTo().equals(key)
          ? new Decision.Again(token, token.enrolment())
          : new Decision.Refuse(Reason.TOKEN_USED_WITH_ANOTHER_KEY);
    }
    if (!now.isBefore(token.expiresAt())) {
      return new Decision.Refuse(Reason.TOKEN_EXPIRED);
    }
    var other = boundNow.putIfAbsent(token.hash(), key);
    if (other != null) {
      return other.equals(key)
          ? new Decision.SameAs(token)
          : new Decision.Refuse(Reason.TOKEN_USED_WITH_ANOTHER_KEY);
    }
    if (enrolling.putIfAbsent(token.subcloud(), token.hash()) != null) {
      boundNow.remove(token.hash());
      return new Decision.Later();
    }
    return new Decision.Enrol(token);
  }
}

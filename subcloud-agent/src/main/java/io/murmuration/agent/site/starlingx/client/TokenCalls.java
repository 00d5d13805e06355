package io.murmuration.agent.site.starlingx.client;

import io.murmuration.proto.canonical.InvalidJsonException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * Calls of one service with a token of Keystone's. 400 is a no, 404 missing, everything else that
 * is no success is for later. A token that is refused is renewed once per call. Thread-safe; calls
 * block.
 */
final class TokenCalls {
  /** What of a service's answer may be passed on. */
  enum Words {
    SHOWN,
    /** The status only: services repeat in their errors what they were sent. */
    HIDDEN
  }

  enum Call {
    /** Sent again if it fails in passing. */
    READ,
    WRITE
  }

  private static final Duration RETRY = Duration.ofSeconds(30);
  private static final Duration FORBIDDEN_RETRY = Duration.ofMinutes(5);

  private final String service;
  private final URI base;
  private final GuardedHttp http;
  private final KeystoneTokens tokens;

  /**
   * @param service its name in texts
   * @param base without path
   */
  TokenCalls(String service, URI base, GuardedHttp http, KeystoneTokens tokens) {
    this.service = service;
    this.base = base;
    this.http = http;
    this.tokens = tokens;
  }

  Answer call(String path, UnaryOperator<HttpRequest.Builder> method, Call kind, Words words) {
    boolean renewed = false;
    while (true) {
      switch (tokens.token()) {
        case Token.None(var later) -> {
          return later;
        }
        case Token.Valid token -> {
          var request =
              method
                  .apply(
                      HttpRequest.newBuilder(base.resolve(path))
                          .header("Accept", "application/json")
                          .header("X-Auth-Token", token.value()))
                  .build();
          var reply =
              switch (kind) {
                case READ -> http.read(request);
                case WRITE -> http.write(request);
              };
          if (!(reply instanceof Reply.Answered answered) || answered.status() != 401) {
            return answer(reply, words);
          }
          // Not even looked at, so that a change may be sent again.
          tokens.forget(token);
          if (renewed) {
            return new Answer.Later(
                FORBIDDEN_RETRY, service + " does not accept Keystone's token", Answer.Fault.AGENT);
          }
          renewed = true;
        }
      }
    }
  }

  private Answer answer(Reply reply, Words words) {
    return switch (reply) {
      case Reply.Unanswered(var later) -> later;
      case Reply.Answered answered ->
          switch (answered.status()) {
            case 200, 201, 202, 204 -> done(answered);
            case 400 -> new Answer.No(text(answered, words));
            case 403 ->
                new Answer.Later(FORBIDDEN_RETRY, text(answered, words), Answer.Fault.AGENT);
            case 404 -> new Answer.Missing(text(answered, words));
            default -> later(text(answered, words));
          };
    };
  }

  private String text(Reply.Answered answered, Words words) {
    return service
        + ": "
        + switch (words) {
          case SHOWN -> ErrorText.of(answered);
          case HIDDEN -> "HTTP " + answered.status();
        };
  }

  private Answer done(Reply.Answered answered) {
    if (answered.body().isBlank()) {
      return new Answer.Done(Row.EMPTY);
    }
    try {
      return new Answer.Done(Row.parse(answered.body()));
    } catch (InvalidJsonException e) {
      return later(service + " answers what cannot be read: " + e.getMessage());
    }
  }

  private static Answer.Later later(String why) {
    return new Answer.Later(RETRY, why, Answer.Fault.SITE);
  }
}

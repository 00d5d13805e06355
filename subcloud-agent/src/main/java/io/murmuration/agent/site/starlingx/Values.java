package io.murmuration.agent.site.starlingx;

import io.murmuration.agent.site.SiteReading;
import io.murmuration.agent.site.starlingx.client.Answer;
import io.murmuration.agent.site.starlingx.client.Row;
import io.murmuration.proto.canonical.CanonicalJson;
import io.murmuration.proto.canonical.InvalidJsonException;
import io.murmuration.sync.agent.SiteResult;
import io.murmuration.sync.model.Payload;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Between payloads and rows, and from a service's answers to those of the port. Stateless. */
final class Values {
  private static final Duration RETRY = Duration.ofSeconds(30);

  private Values() {}

  /** Empty if the value has no canonical form (a service can send half a character). */
  static Optional<Payload> payload(Map<String, ?> value) {
    try {
      return Optional.of(Payload.of(CanonicalJson.print(value)));
    } catch (InvalidJsonException _) {
      return Optional.empty();
    }
  }

  /** Without fields if the payload is no object. */
  static Row row(Payload payload) {
    try {
      return Row.parse(payload.text());
    } catch (InvalidJsonException _) {
      return Row.EMPTY;
    }
  }

  static SiteResult result(Answer answer) {
    return switch (answer) {
      case Answer.Done _ -> SiteResult.APPLIED;
      case Answer.Missing(var why) -> new SiteResult.Deferred(RETRY, why);
      case Answer.No(var why) -> new SiteResult.Refused(why);
      case Answer.Later(var retryAfter, var why, _) -> new SiteResult.Deferred(retryAfter, why);
    };
  }

  /** Of a question: a no helps the item as little as silence, and refuses nothing. */
  static SiteReading.Failed unread(Answer answer) {
    return switch (answer) {
      case Answer.Later(var retryAfter, var why, _) -> new SiteReading.Failed(why, retryAfter);
      case Answer.No(var why) -> new SiteReading.Failed(why, RETRY);
      case Answer.Missing(var why) -> new SiteReading.Failed(why, RETRY);
      case Answer.Done _ -> new SiteReading.Failed("the answer has no rows", RETRY);
    };
  }

  static SiteResult.Deferred unwritten(Answer answer) {
    var failed = unread(answer);
    return new SiteResult.Deferred(failed.retryAfter(), failed.why());
  }
}

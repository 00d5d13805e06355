package io.murmuration.agent.site.starlingx.audit;

import io.murmuration.agent.site.starlingx.client.Answer;
import io.murmuration.agent.site.starlingx.client.Row;
import java.util.List;

/** From a service's answer to what was asked for. Stateless. */
final class Answers {
  private Answers() {}

  /** The objects of a list of the answer. */
  static List<Row> rows(Answer answer, String field) throws UnreadException {
    var body = body(answer);
    if (!body.has(field)) {
      throw new UnreadException("the answer has no " + field);
    }
    return body.rows(field);
  }

  static Row body(Answer answer) throws UnreadException {
    return switch (answer) {
      case Answer.Done(var body) -> body;
      case Answer.Missing(var why) -> throw new UnreadException(why);
      case Answer.No(var why) -> throw new UnreadException(why);
      case Answer.Later(_, var why, _) -> throw new UnreadException(why);
    };
  }
}

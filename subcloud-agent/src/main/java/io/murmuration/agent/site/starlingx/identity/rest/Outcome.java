package io.murmuration.agent.site.starlingx.identity.rest;

import io.murmuration.agent.site.starlingx.client.Answer;
import io.murmuration.agent.site.starlingx.client.Row;
import io.murmuration.sync.agent.SiteResult;
import java.time.Duration;

/** What an answer means for an item. */
final class Outcome {
  private static final Duration RETRY = Duration.ofSeconds(30);
  private static final Answer GONE = new Answer.Done(Row.EMPTY);

  private Outcome() {}

  static SiteResult of(Answer answer) {
    return of(answer, () -> {});
  }

  /**
   * @param done what follows from a success
   */
  static SiteResult of(Answer answer, Runnable done) {
    return switch (answer) {
      case Answer.Done _ -> {
        done.run();
        yield SiteResult.APPLIED;
      }
      case Answer.Missing(var why) ->
          new SiteResult.Deferred(RETRY, "went away in between: " + why);
      case Answer.No(var why) -> new SiteResult.Refused(why);
      case Answer.Later(var after, var why, _) -> new SiteResult.Deferred(after, why);
    };
  }

  /** Who is not there is deleted. */
  static SiteResult ofDeletion(Answer answer, Runnable done) {
    return of(answer instanceof Answer.Missing ? GONE : answer, done);
  }
}

package io.murmuration.sync.hub;

import io.murmuration.sync.model.Answer;
import io.murmuration.sync.model.Holding;
import io.murmuration.sync.resource.WantedSet;

/** What can happen to one kind of one connected subcloud. */
public sealed interface KindEvent {
  /**
   * The site was observed: by Hello, a heartbeat or an audit.
   *
   * @param ancestor whether the holding's history is known here
   */
  record Seen(Holding holding, boolean ancestor) implements KindEvent {}

  /**
   * The site may have changed since it was observed, and nobody could look.
   *
   * @param why in words for an operator
   */
  record Doubted(String why) implements KindEvent {}

  /** The site was observed after it was doubted, and found as before. */
  record Confirmed() implements KindEvent {}

  /** Something else is wanted (or the same under a newer revision). */
  record Wanted(WantedSet wanted) implements KindEvent {}

  /** {@link Inputs} changed. */
  record InputsChanged() implements KindEvent {}

  /** The permit that was asked for is here. */
  record Permitted() implements KindEvent {}

  /** The stream did not take the push of this attempt. */
  record NotSent(long attempt) implements KindEvent {}

  /** The stream takes data again. */
  record StreamReady() implements KindEvent {}

  record Answered(long attempt, Answer answer) implements KindEvent {}

  /** The answer takes so long that the permit should serve others. */
  record TakesLong(long attempt) implements KindEvent {}

  /** No answer in time. */
  record TimedOut(long attempt) implements KindEvent {}

  /** The back-off after this attempt is over. */
  record RetryDue(long attempt) implements KindEvent {}

  /** An operator wants another try now, refused items included. */
  record RetryAsked() implements KindEvent {}
}

package io.murmuration.agent.release;

import java.time.Duration;

/**
 * How far the download of one artefact is, and what to do after each thing that happens to it. Pure
 * and immutable.
 *
 * <p>Trouble of the network or the hub is waited out for as long as the operation lives: bytes that
 * are there are not fetched again. Wrong bytes are thrown away, all of them, since nobody knows
 * which are wrong, and fetched again {@value #MOST_SPOILED} times at most.
 *
 * @param have bytes that lie in the partial file
 * @param spoiled how often what was fetched turned out wrong
 * @param fruitless how often the hub was asked since the last byte came
 */
record Download(Artefact artefact, long have, int spoiled, int fruitless) {
  static final int MOST_SPOILED = 3;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final int MOST_DOUBLINGS = 10;

  /** What to do next, and how it then stands. */
  sealed interface Step {
    /** Ask the hub for the bytes from {@code next.have} on, after a pause. */
    record Ask(Download next, Duration pause) implements Step {}

    /** Write the chunk, and wait for another. */
    record Take(Download next) implements Step {}

    /** All bytes are there: compare their digest. */
    record Verify(Download next) implements Step {}

    /** Throw the partial file away, then ask from the beginning. */
    record StartAnew(Download next, String why) implements Step {}

    record Complete() implements Step {}

    /** The hub says no for good. What is there may be right, and stays for another try. */
    record GiveUp(String why) implements Step {}

    /** What comes is wrong, however often it is fetched: throw it away. */
    record GiveUpSpoiled(String why) implements Step {}
  }

  static Download of(Artefact artefact, long have) {
    return new Download(artefact, have, 0, 0);
  }

  Step begin() {
    if (have > artefact.size()) {
      return new Step.StartAnew(at(0), "more bytes were there than the artefact has");
    }
    return have == artefact.size() ? new Step.Verify(this) : new Step.Ask(this, Duration.ZERO);
  }

  /**
   * @param total what the hub says the artefact has
   */
  Step chunk(long offset, int length, long total) {
    if (total != artefact.size() || length > artefact.size() - have) {
      return spoiled("the hub sends %d bytes (expected: %d)".formatted(total, artefact.size()));
    }
    if (offset != have || length == 0) {
      return again(Duration.ZERO);
    }
    return new Step.Take(new Download(artefact, have + length, spoiled, 0));
  }

  /** The hub says that this was all. */
  Step ended() {
    return have == artefact.size() ? new Step.Verify(this) : again(Duration.ZERO);
  }

  /**
   * The stream broke, or was refused for now.
   *
   * @param retryAfter as the hub says; zero: it does not
   */
  Step broke(Duration retryAfter) {
    return again(retryAfter);
  }

  /** The hub says no, and will do so again. */
  Step refused(String why) {
    return new Step.GiveUp("the hub does not give artefact " + artefact.name() + ": " + why);
  }

  /**
   * @param found digest of the bytes that are there
   */
  Step verified(String found) {
    return found.equals(artefact.sha256())
        ? new Step.Complete()
        : spoiled("sha256 %s (expected: %s)".formatted(found, artefact.sha256()));
  }

  private Step spoiled(String why) {
    int times = spoiled + 1;
    if (times == MOST_SPOILED) {
      return new Step.GiveUpSpoiled(
          "%s came wrong %d times, last: %s".formatted(artefact.name(), times, why));
    }
    return new Step.StartAnew(new Download(artefact, 0, times, 0), why);
  }

  private Step again(Duration retryAfter) {
    var doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(fruitless, MOST_DOUBLINGS));
    var pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    return new Step.Ask(
        new Download(artefact, have, spoiled, fruitless + 1),
        retryAfter.compareTo(pause) > 0 ? retryAfter : pause);
  }

  private Download at(long bytes) {
    return new Download(artefact, bytes, spoiled, fruitless);
  }
}

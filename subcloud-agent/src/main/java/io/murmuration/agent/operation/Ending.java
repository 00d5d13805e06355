package io.murmuration.agent.operation;

import io.murmuration.sync.model.Payload;

/**
 * How a run ended. Details are for an operator, cut after {@value #LONGEST_DETAILS} characters; a
 * result is for programs, canonical JSON by convention, of at most {@value #LONGEST_RESULT} bytes.
 * Neither may hold a secret.
 */
public sealed interface Ending {
  int LONGEST_DETAILS = 1_000;
  int LONGEST_RESULT = 64 * 1024;
  Payload NO_RESULT = Payload.of("");

  record Succeeded(String details, Payload result) implements Ending {}

  /** It ended, and not as it should; what was done until then may stay. */
  record Failed(String details, Payload result) implements Ending {}

  /** It did nothing at all, because it was cancelled or because a probe found no trace of it. */
  record NotStarted(String details) implements Ending {}

  /** How far it came cannot be found out here. */
  record CannotTell(String details) implements Ending {}

  static Ending succeeded(String details) {
    return new Succeeded(details, NO_RESULT);
  }

  static Ending failed(String details) {
    return new Failed(details, NO_RESULT);
  }
}

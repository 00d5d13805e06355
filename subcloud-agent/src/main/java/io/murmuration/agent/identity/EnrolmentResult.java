package io.murmuration.agent.identity;

/** What came of asking for a certificate. */
public sealed interface EnrolmentResult {
  record Granted(Identity identity) implements EnrolmentResult {}

  /** Asking again does not help; {@code why} says what would. */
  record Refused(String why) implements EnrolmentResult {}

  /** The hub was not reached or could not answer now. */
  record Unreachable(String why) implements EnrolmentResult {}
}

package io.murmuration.central.auth.builtin.api;

/** A "no" on its way to the client; an answer and no fault, so it has no stack trace. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  Refusal(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  /** The same words for a wrong name, password, project or token: they tell a guesser nothing. */
  static Refusal unauthorized() {
    return new Refusal(401, "Name, password, project or token are not right.");
  }

  KeystoneAnswer answer() {
    return KeystoneAnswer.no(status, String.valueOf(getMessage()));
  }
}

package io.murmuration.central.api;

/**
 * A "no" that must roll a transaction back on its way out. Not a fault: the server catches it in
 * one place and answers with {@link #error}. Has no stack trace, because it is an answer.
 */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ApiError error;

  public RefusedException(ApiError error) {
    super(error.status() + " " + error.detail(), null, false, false);
    this.error = error;
  }

  public ApiError error() {
    return error;
  }
}

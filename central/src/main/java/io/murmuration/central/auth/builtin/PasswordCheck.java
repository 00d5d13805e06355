package io.murmuration.central.auth.builtin;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.RefusedException;
import io.murmuration.central.api.http.FailureLimit;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Tells whether a password is right. bcrypt is slow on purpose, so only a few checks run at once:
 * log-ins, honest or not, cannot take the processors away from the fleet. Thread-safe; blocks.
 */
public final class PasswordCheck {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Users users;
  private final Semaphore places;
  private final FailureLimit failures;

  /**
   * @param atOnce most checks at once
   * @param failures wrong passwords of each address
   */
  public PasswordCheck(Users users, int atOnce, FailureLimit failures) {
    this.users = users;
    this.places = new Semaphore(atOnce, true);
    this.failures = failures;
  }

  /**
   * The user, if enabled and the password is right.
   *
   * @param claimed empty for somebody unknown, which takes as long as a wrong password does
   * @param from who wants to log in; with too many wrong passwords nothing is checked for a minute,
   *     so that one address cannot keep all places
   * @throws RefusedException 503 if too many others want to log in, or this address has failed too
   *     often
   */
  public Optional<User> check(Optional<User> claimed, String password, InetAddress from)
      throws InterruptedException {
    if (!failures.mayTry(from)) {
      throw new RefusedException(
          new ApiError.Unavailable(
              "Too many wrong log-ins from this address; nothing was checked. Try again in a minute."));
    }
    var user = checkOne(claimed, password);
    if (user.isEmpty()) {
      failures.failed(from);
    }
    return user;
  }

  private Optional<User> checkOne(Optional<User> claimed, String password)
      throws InterruptedException {
    if (!places.tryAcquire(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new RefusedException(
          new ApiError.Unavailable("Too many log-ins at once; nothing was done. Try again."));
    }
    try {
      var hash = claimed.map(User::password).or(this::dearest);
      boolean right = hash.isPresent() && Passwords.matches(password, hash.get());
      return claimed.filter(user -> right && user.enabled());
    } finally {
      places.release();
    }
  }

  /** Somebody's hash to spend the time on; the result is thrown away. */
  private Optional<String> dearest() {
    return users.all().stream()
        .map(User::password)
        .max(Comparator.comparing(hash -> hash.substring(4, 6)));
  }
}

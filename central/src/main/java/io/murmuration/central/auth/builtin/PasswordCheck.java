package io.murmuration.central.auth.builtin;

import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.RefusedException;
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

  /**
   * @param atOnce most checks at once
   */
  public PasswordCheck(Users users, int atOnce) {
    this.users = users;
    this.places = new Semaphore(atOnce, true);
  }

  /**
   * The user, if enabled and the password is right.
   *
   * @param claimed empty for somebody unknown, which takes as long as a wrong password does
   * @throws RefusedException 503 if too many others want to log in
   */
  public Optional<User> check(Optional<User> claimed, String password) throws InterruptedException {
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

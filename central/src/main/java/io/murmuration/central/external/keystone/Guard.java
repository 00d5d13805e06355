package io.murmuration.central.external.keystone;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.murmuration.central.api.ApiError;
import io.murmuration.central.api.RefusedException;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a Keystone that fails from holding up the hub, and the hub from burying a Keystone that
 * comes back: so many calls at once, and none for a few seconds after half of the last ten failed.
 * Thread-safe.
 */
final class Guard {
  private static final Logger LOG = LoggerFactory.getLogger(Guard.class);
  private static final int LAST_CALLS = 10;
  private static final int ENOUGH_CALLS = 4;
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final Bulkhead places;
  private final CircuitBreaker breaker;

  /**
   * @param name as the log has it
   */
  Guard(String name, int calls, Duration wait) {
    this.places =
        Bulkhead.of(
            name, BulkheadConfig.custom().maxConcurrentCalls(calls).maxWaitDuration(wait).build());
    this.breaker =
        CircuitBreaker.of(
            name,
            CircuitBreakerConfig.custom()
                .slidingWindowSize(LAST_CALLS)
                .minimumNumberOfCalls(ENOUGH_CALLS)
                .permittedNumberOfCallsInHalfOpenState(2)
                .waitDurationInOpenState(PAUSE)
                .recordExceptions(KeystoneAwayException.class)
                .ignoreExceptions(
                    BulkheadFullException.class,
                    OneTokenException.class,
                    KeystoneBusyException.class)
                .build());
    breaker
        .getEventPublisher()
        .onStateTransition(
            event -> LOG.warn("{}: {}", name, event.getStateTransition().getToState()))
        .onError(event -> LOG.warn("Keystone {}", event.getThrowable().getMessage()));
  }

  /**
   * @throws RefusedException 503 in words if Keystone fails, is left alone, or is asked enough
   */
  <T> T call(Supplier<T> question) {
    try {
      return breaker.executeSupplier(() -> places.executeSupplier(question));
    } catch (KeystoneAwayException e) {
      throw away("The identity service (Keystone) " + e.getMessage() + "; nothing was done.");
    } catch (KeystoneBusyException e) {
      throw away("The identity service (Keystone) " + e.getMessage() + "; nothing was done.");
    } catch (OneTokenException e) {
      throw away(
          "The identity service (Keystone) %s about this token; nothing was done."
              .formatted(e.getMessage()));
    } catch (CallNotPermittedException _) {
      throw away(
          "The identity service (Keystone) failed a moment ago and is left alone for %d s; nothing was done."
              .formatted(PAUSE.toSeconds()));
    } catch (BulkheadFullException _) {
      throw away("Too many questions to the identity service (Keystone); nothing was done.");
    }
  }

  private static RefusedException away(String why) {
    return new RefusedException(new ApiError.Unavailable(why + " Try again."));
  }
}

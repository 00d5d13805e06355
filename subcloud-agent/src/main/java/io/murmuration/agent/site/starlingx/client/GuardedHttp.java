package io.murmuration.agent.site.starlingx.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.core.exception.AcquirePermissionCancelledException;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.github.resilience4j.timelimiter.TimeLimiter;
import io.github.resilience4j.timelimiter.TimeLimiterConfig;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests to one service, each bounded in time, number and size of the answer; a service that
 * keeps failing is left alone for a while. From the outside in: retry (reads only), places,
 * circuit, time limit. Thread-safe; calls block.
 */
final class GuardedHttp {
  private static final Logger log = LoggerFactory.getLogger(GuardedHttp.class);
  private static final long LONGEST_BODY = 1 << 20;
  private static final Duration RETRY = Duration.ofSeconds(30);
  private static final Duration BUSY_RETRY = Duration.ofSeconds(10);

  private final String service;
  private final HttpClient client;
  private final CallPolicy policy;
  private final BodyHandler<String> body;
  private final Bulkhead places;
  private final CircuitBreaker circuit;
  private final Retry retry;
  private final TimeLimiter reads;
  private final TimeLimiter writes;

  /**
   * @param service its name in texts and logs
   */
  GuardedHttp(String service, HttpClient client, CallPolicy policy) {
    this(service, client, policy, LONGEST_BODY, true);
  }

  /**
   * @param longest body of an answer, in bytes
   * @param errorsAreTrouble whether answers 5xx open the circuit; not so for a service that answers
   *     500 to one row that it cannot store
   */
  GuardedHttp(
      String service,
      HttpClient client,
      CallPolicy policy,
      long longest,
      boolean errorsAreTrouble) {
    this.service = service;
    this.client = client;
    this.policy = policy;
    this.body = BodyHandlers.limiting(BodyHandlers.ofString(UTF_8), longest);
    this.places =
        Bulkhead.of(
            service,
            BulkheadConfig.custom()
                .maxConcurrentCalls(policy.atOnce())
                .maxWaitDuration(policy.patience())
                .build());
    this.circuit =
        CircuitBreaker.of(
            service,
            CircuitBreakerConfig.custom()
                .slidingWindowSize(policy.failuresToOpen())
                .minimumNumberOfCalls(policy.failuresToOpen())
                .waitDurationInOpenState(policy.openFor())
                .permittedNumberOfCallsInHalfOpenState(1)
                .ignoreExceptions(InterruptedException.class)
                .recordResult(response -> errorsAreTrouble && isServerError(response))
                .build());
    this.retry =
        Retry.of(
            service,
            RetryConfig.<HttpResponse<String>>custom()
                .maxAttempts(policy.readTries())
                .intervalFunction(IntervalFunction.ofExponentialBackoff(policy.firstPause(), 2))
                .retryOnResult(GuardedHttp::isServerError)
                .retryOnException(GuardedHttp::mayPassSoon)
                .build());
    this.reads = TimeLimiter.of(service, limit(policy.read()));
    this.writes = TimeLimiter.of(service, limit(policy.write()));
    circuit
        .getEventPublisher()
        .onStateTransition(event ->
            log.info(
                "circuit {} {}->{}",
                service,
                event.getStateTransition().getFromState(),
                event.getStateTransition().getToState()));
  }

  /** A client as all services are called with. */
  static HttpClient client(CallPolicy policy, SSLContext tls) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(policy.connect())
        .sslContext(tls)
        .build();
  }

  private static TimeLimiterConfig limit(Duration longest) {
    return TimeLimiterConfig.custom().timeoutDuration(longest).cancelRunningFuture(true).build();
  }

  /** Sends a request that changes nothing, again if need be. */
  Reply read(HttpRequest request) {
    return reply(Retry.decorateCallable(retry, call(request, reads)), policy.read());
  }

  /** Sends a request once. */
  Reply write(HttpRequest request) {
    return reply(call(request, writes), policy.write());
  }

  private Callable<HttpResponse<String>> call(HttpRequest request, TimeLimiter limiter) {
    return Bulkhead.decorateCallable(
        places,
        CircuitBreaker.decorateCallable(
            circuit, () -> limiter.executeFutureSupplier(() -> client.sendAsync(request, body))));
  }

  private Reply reply(Callable<HttpResponse<String>> call, Duration limit) {
    try {
      var response = call.call();
      return new Reply.Answered(response.statusCode(), response.headers(), response.body());
    } catch (BulkheadFullException _) {
      return unanswered(
          BUSY_RETRY,
          "is busy with " + policy.atOnce() + " calls of this agent",
          Answer.Fault.AGENT);
    } catch (CallNotPermittedException _) {
      return unanswered(
          policy.openFor(), "kept failing and is left alone for a while", Answer.Fault.SITE);
    } catch (TimeoutException _) {
      return unanswered(
          RETRY, "gave no answer within " + limit.toMillis() + " ms", Answer.Fault.SITE);
    } catch (IOException e) {
      return unanswered(RETRY, words(e), Answer.Fault.SITE);
    } catch (AcquirePermissionCancelledException | InterruptedException _) {
      Thread.currentThread().interrupt();
      return unanswered(BUSY_RETRY, "was not waited for: the agent stops", Answer.Fault.AGENT);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("calling " + service, e);
    }
  }

  private Reply unanswered(Duration retryAfter, String what, Answer.Fault fault) {
    return new Reply.Unanswered(new Answer.Later(retryAfter, service + " " + what, fault));
  }

  private static String words(IOException e) {
    return switch (e) {
      case HttpTimeoutException _ -> "cannot be connected to in time";
      case ConnectException _ -> "cannot be connected to";
      case SSLException _ -> "fails in TLS: " + ErrorText.clean(String.valueOf(e.getMessage()));
      default -> "broke the call off: " + ErrorText.clean(String.valueOf(e.getMessage()));
    };
  }

  private static boolean isServerError(Object response) {
    return response instanceof HttpResponse<?> answered && answered.statusCode() >= 500;
  }

  /** A slow service is not pressed with more of the same. */
  private static boolean mayPassSoon(Throwable failure) {
    return failure instanceof IOException && !(failure instanceof HttpTimeoutException);
  }
}

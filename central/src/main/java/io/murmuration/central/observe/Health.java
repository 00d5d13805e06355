package io.murmuration.central.observe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks all checks, at most once a second however often it is asked itself, because anybody may ask.
 * A check without an answer in time counts as not healthy. Thread-safe.
 */
public final class Health implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final Map<String, Object> identity;
  private final List<HealthCheck> checks;
  private final LongSupplier nanoTime;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("health-", 0).factory());
  private @Nullable Report last;
  private long lastAt;

  /**
   * @param document for JSON
   */
  public record Report(boolean healthy, Map<String, Object> document) {}

  /**
   * @param identity what the node says of itself first: version, name
   */
  public Health(Map<String, Object> identity, List<HealthCheck> checks, LongSupplier nanoTime) {
    this.identity = new LinkedHashMap<>(identity);
    this.checks = List.copyOf(checks);
    this.nanoTime = nanoTime;
  }

  /** Blocks for two seconds at most. */
  public synchronized Report report() {
    long now = nanoTime.getAsLong();
    if (last == null || now - lastAt > FRESH.toNanos()) {
      last = ask();
      lastAt = nanoTime.getAsLong();
    }
    return last;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private Report ask() {
    List<Callable<HealthCheck.Facts>> questions = new ArrayList<>();
    checks.forEach(check -> questions.add(check::check));
    List<Future<HealthCheck.Facts>> answers;
    try {
      answers = threads.invokeAll(questions, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Report(false, Map.of("status", "stopping"));
    }
    boolean healthy = true;
    Map<String, Object> parts = new LinkedHashMap<>();
    for (int i = 0; i < checks.size(); i++) {
      var facts = facts(answers.get(i));
      healthy &= facts.healthy();
      Map<String, Object> part = new LinkedHashMap<>();
      part.put("healthy", facts.healthy());
      part.putAll(facts.facts());
      parts.put(checks.get(i).name(), part);
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("status", healthy ? "ok" : "failing");
    document.putAll(identity);
    document.put("checks", parts);
    return new Report(healthy, document);
  }

  private static HealthCheck.Facts facts(Future<HealthCheck.Facts> answer) {
    return switch (answer.state()) {
      case SUCCESS -> answer.resultNow();
      case FAILED -> failing(String.valueOf(answer.exceptionNow().getMessage()));
      case CANCELLED, RUNNING -> failing("no answer in " + PATIENCE.toSeconds() + " s");
    };
  }

  private static HealthCheck.Facts failing(String why) {
    return new HealthCheck.Facts(false, Map.of("error", why));
  }
}

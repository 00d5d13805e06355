package io.murmuration.it.run;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * Sees every answer that {@link Rest} gets. Found by {@link java.util.ServiceLoader}: tests have
 * one, benchmarks and the demo have none.
 */
public interface AnswerWatcher {
  /**
   * @throws AssertionError if the answer is not as it must be
   */
  void answered(HttpRequest request, HttpResponse<String> answer);
}

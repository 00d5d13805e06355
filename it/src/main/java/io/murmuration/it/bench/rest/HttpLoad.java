package io.murmuration.it.bench.rest;

import io.murmuration.it.bench.figure.Figures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/**
 * Clients that each ask, wait for the whole answer and ask again, for a while.
 *
 * @param millis of each request that was answered
 */
record HttpLoad(List<Double> millis, double seconds) {
  /**
   * @param request of client number n, from 0
   */
  static HttpLoad run(int port, int clients, Duration time, IntFunction<byte[]> request) {
    long began = System.nanoTime();
    long end = began + time.toNanos();
    var all = new ArrayList<Double>();
    try (var threads = Executors.newFixedThreadPool(clients)) {
      var running = new ArrayList<Future<List<Double>>>();
      for (int i = 0; i < clients; i++) {
        var bytes = request.apply(i);
        running.add(threads.submit(() -> ask(port, bytes, end)));
      }
      for (var one : running) {
        all.addAll(one.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    return new HttpLoad(all, (System.nanoTime() - began) / 1e9);
  }

  /** As if one had followed the other. */
  static HttpLoad sum(List<HttpLoad> loads) {
    return new HttpLoad(
        loads.stream().flatMap(load -> load.millis.stream()).toList(),
        loads.stream().mapToDouble(HttpLoad::seconds).sum());
  }

  private static List<Double> ask(int port, byte[] request, long end) {
    var millis = new ArrayList<Double>();
    try (var connection = new HttpConnection(port)) {
      do {
        long asked = System.nanoTime();
        connection.exchange(request);
        millis.add((System.nanoTime() - asked) / 1e6);
      } while (System.nanoTime() < end);
      return millis;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int requests() {
    return millis.size();
  }

  double perSecond() {
    return requests() / seconds;
  }

  double quantile(double share) {
    return new Figures(millis).quantile(share);
  }
}

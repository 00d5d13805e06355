package io.murmuration.it.bench;

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
 * @param requests answered
 * @param millis of each
 */
record HttpLoad(int requests, Figures millis, double seconds) {
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
    return new HttpLoad(all.size(), new Figures(all), (System.nanoTime() - began) / 1e9);
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

  double perSecond() {
    return requests / seconds;
  }
}

package io.murmuration.it.bench;

import io.murmuration.it.run.FarmProcess;
import io.murmuration.it.run.JavaProcess;
import java.util.List;

/** The JVMs of one fleet's agents. */
final class Farms implements AutoCloseable {
  private final List<FarmProcess> running;

  Farms(List<FarmProcess> running) {
    this.running = List.copyOf(running);
  }

  /** {@code kill -9}, all at once. */
  void kill() {
    running.stream().map(FarmProcess::process).forEach(JavaProcess::kill);
  }

  @Override
  public void close() {
    running.forEach(FarmProcess::close);
  }
}

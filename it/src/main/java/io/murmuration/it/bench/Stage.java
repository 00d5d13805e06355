package io.murmuration.it.bench;

import io.murmuration.it.bench.figure.Report;
import io.murmuration.it.floor.Floor;
import io.murmuration.it.run.Growth;
import io.murmuration.it.run.LiveHeap;
import io.murmuration.it.run.TreeDeleter;
import io.murmuration.it.run.Watch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A hub with its fleet connected and in sync, and the floor beside it with as many streams: where
 * every benchmark of fleets begins. The floor connects while nobody else uses the machine.
 */
final class Stage implements AutoCloseable {
  /** A push of our change and an agent's answer, as encoded: the floor moves as much. */
  static final int PUSH_BYTES = 1_400;

  private static final int ANSWER_BYTES = 110;
  private static final Duration FLOOR_LOOK = Duration.ofMillis(50);
  private static final List<String> FLOOR_JVM =
      List.of("-Xms1g", "-Xmx2g", "-XX:+UseCompactObjectHeaders");

  /** Besides one stream per agent: those that end, while their successors come. */
  private static final int SPARE_STREAMS = 2_000;

  /** What to close, the last one first. */
  private final Deque<Runnable> open = new ArrayDeque<>();

  private final int agents;
  private final Spread spread;
  private final Report report;
  private final Bed bed;
  private final Floor floor;
  private Farms farms;
  private final long heapAtStart;
  private final long heapWithoutAgents;

  Stage(BenchOptions options, int agents, Report report) {
    this(options, agents, report, _ -> {});
  }

  /**
   * @param whileEmpty what to measure when all records are there and nobody is connected
   */
  Stage(BenchOptions options, int agents, Report report, Consumer<Bed> whileEmpty) {
    this.agents = agents;
    this.report = report;
    this.spread = Spread.here(agents);
    TreeDeleter.delete(options.data);
    report.put("subclouds", agents);
    report.put("farms", spread.parts().size());
    report.machine("before");
    report.put("journals", "on " + options.journals() + ", fsync called");
    long began = System.nanoTime();
    this.bed =
        new Bed(
            options.data,
            options.journals(),
            Map.of(
                "MURMURATION_AGENTS_HOST",
                spread.listen(),
                "MURMURATION_AGENTS_MOST",
                Integer.toString(agents + SPARE_STREAMS)));
    open.push(bed::close);
    try {
      this.heapAtStart = heap();
      bed.prepare(agents);
      report.put("records_seconds", since(began));
      whileEmpty.accept(bed);
      this.heapWithoutAgents = heap();
      this.floor =
          new Floor(options.data, spread.floor(ANSWER_BYTES), FLOOR_JVM, FLOOR_JVM, FLOOR_LOOK);
      open.push(floor::close);
      report.put("floor_connect_seconds", floor.connecting().getLast().seconds());
      long enrolling = System.nanoTime();
      this.farms = bed.farms(spread);
      open.push(this::closeFarms);
      bed.awaitConnected(agents, enrolling);
      report.put("enrol_and_connect_seconds", since(enrolling));
      bed.awaitInSync(agents);
    } catch (RuntimeException e) {
      closeAll();
      throw e;
    }
  }

  private static double since(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  int agents() {
    return agents;
  }

  Report report() {
    return report;
  }

  Bed bed() {
    return bed;
  }

  Floor floor() {
    return floor;
  }

  /** Every agent's process is killed and started again. Returns who was back when. */
  List<Growth.Sample> comeBack() {
    farms.kill();
    Watch.until("nobody is connected", Bed.LIMIT, () -> bed.connected() == 0);
    long began = System.nanoTime();
    farms = bed.farmsAgain(spread);
    var back = bed.awaitConnected(agents, began);
    bed.awaitInSync(agents);
    return back;
  }

  /** Live objects of the hub, now. */
  void putHeap() {
    long now = heap();
    report.put("heap_bytes", now - heapAtStart);
    report.put("heap_bytes_per_subcloud", (now - heapWithoutAgents) / agents);
    report.put("heap_bytes_per_subcloud_with_records", (now - heapAtStart) / agents);
  }

  private long heap() {
    return LiveHeap.bytes(bed.hub().process().pid());
  }

  /** Those that run now. */
  private void closeFarms() {
    farms.close();
  }

  private void closeAll() {
    open.forEach(Runnable::run);
  }

  @Override
  public void close() {
    closeAll();
    report.machine("after");
  }
}

package io.murmuration.it.bench;

import io.murmuration.it.bench.figure.Panel;
import io.murmuration.it.bench.figure.Panel.Line;
import io.murmuration.it.bench.figure.Point;
import io.murmuration.it.run.ProcStat;
import io.murmuration.it.run.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a fleet costs in which nothing happens: heartbeats each ten seconds and the node's own
 * leases, beside a floor whose streams send and answer as often.
 */
final class Idle {
  /** The default of {@code sync.heartbeat-period}. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  private static final Duration SECOND = Duration.ofSeconds(1);

  private Idle() {}

  /**
   * @param settle seconds before, not counted: the compiler is at work
   */
  static Panel measure(Stage stage, int settle, int seconds) {
    System.out.println("... idle for " + seconds + " s after " + settle + " s");
    var floor = stage.floor();
    floor.beat(HEARTBEAT);
    await(System.nanoTime() + SECOND.toNanos() * settle);
    var bed = stage.bed();
    long hub = bed.hub().process().pid();
    long postgres = bed.hub().postgresPid();
    long writes = sql(stage, "kind=\"write\"");
    long statements = sql(stage, "");
    long postgresCpu = ProcStat.cpuMicros(postgres);
    long hubCpu = ProcStat.cpuMicros(hub);
    long floorCpu = floor.hubCpuMicros();
    var ours = new ArrayList<Point>();
    var theirs = new ArrayList<Point>();
    long began = System.nanoTime();
    for (int i = 1; i <= seconds; i++) {
      long hubBefore = ProcStat.cpuMicros(hub);
      long floorBefore = floor.hubCpuMicros();
      await(began + SECOND.toNanos() * i);
      ours.add(new Point(i, (ProcStat.cpuMicros(hub) - hubBefore) / 1e4));
      theirs.add(new Point(i, (floor.hubCpuMicros() - floorBefore) / 1e4));
    }
    double minutes = (System.nanoTime() - began) / 60e9;
    double percent = 100 / (minutes * 60e6);
    var report = stage.report();
    report.put("idle_hub_cpu_percent_of_a_core", (ProcStat.cpuMicros(hub) - hubCpu) * percent);
    report.put("idle_floor_cpu_percent_of_a_core", (floor.hubCpuMicros() - floorCpu) * percent);
    report.put(
        "idle_postgres_cpu_percent_of_a_core",
        (ProcStat.cpuMicros(postgres) - postgresCpu) * percent);
    report.put("idle_sql_writes_per_minute", (sql(stage, "kind=\"write\"") - writes) / minutes);
    report.put("idle_sql_statements_per_minute", (sql(stage, "") - statements) / minutes);
    floor.rest();
    return new Panel(
        "Nothing happens: heartbeats each 10 s",
        "second",
        "hub's CPU, % of a core",
        false,
        List.of(new Line("murmuration", ours), new Line("floor", theirs)));
  }

  private static void await(long nanos) {
    Watch.until("idle time", Bed.LIMIT, SECOND.dividedBy(50), () -> System.nanoTime() - nanos >= 0);
  }

  private static long sql(Stage stage, String kind) {
    return (long) stage.bed().rest().metric("murmuration_sql_statements_total", kind);
  }
}

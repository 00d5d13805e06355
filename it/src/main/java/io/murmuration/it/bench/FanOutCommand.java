package io.murmuration.it.bench;

import io.murmuration.it.floor.Floor;
import io.murmuration.it.run.LiveHeap;
import io.murmuration.it.run.PostgresStats;
import io.murmuration.it.run.ProcStat;
import io.murmuration.it.run.TreeDeleter;
import io.murmuration.it.run.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * One fleet-wide change to all subclouds, over and over: from the commit until every
 * acknowledgement is durable, beside the floor, in alternating rounds.
 */
@Command(
    name = "fan-out",
    mixinStandardHelpOptions = true,
    description = "A fleet-wide change until every acknowledgement is durable, beside the floor.")
final class FanOutCommand implements Callable<Integer> {
  /** A push of our change and an agent's answer, as encoded: the floor moves as much. */
  private static final int PUSH_BYTES = 1_400;

  private static final int ANSWER_BYTES = 110;
  private static final int AUDITS = 5;
  private static final int COMMITS = 5;
  private static final Duration STATISTICS_DELAY = Duration.ofMillis(1_500);
  private static final List<String> FLOOR_JVM =
      List.of("-Xms1g", "-Xmx2g", "-XX:+UseCompactObjectHeaders");

  @Mixin private final BenchOptions options = new BenchOptions();

  @Option(
      names = "--idle-seconds",
      description = "How long the idle fleet is watched (${DEFAULT-VALUE}).")
  private int idleSeconds = 30;

  private final Report report = new Report();
  private final List<Double> ours = new ArrayList<>();
  private final List<Double> floors = new ArrayList<>();
  private final List<Double> median = new ArrayList<>();
  private final List<Double> nearlyAll = new ArrayList<>();

  @Override
  public Integer call() {
    TreeDeleter.delete(options.data);
    int n = options.subclouds;
    report.put("subclouds", n);
    report.put("rounds", options.rounds);
    report.machine("before");
    report.put("journals", "on " + options.journals() + ", fsync called");
    try (var bed = new Bed(options.data, options.journals())) {
      bed.prepare(n);
      System.out.println("... " + n + " records; enrolling");
      long enrolling = System.nanoTime();
      try (var farm = bed.farm("farm", 1, n)) {
        bed.awaitConnected(n);
        report.put("enrol_and_connect_seconds", (System.nanoTime() - enrolling) / 1e9);
        bed.awaitInSync(n);
        farm.process().kill();
      }
      Watch.until("no agent connected", Bed.LIMIT, () -> connected(bed) == 0);
      report.put("sql_rows_per_change_at_commit", rowsAtCommit(bed));
      long empty = LiveHeap.bytes(bed.hub().process().pid());
      try (var farm = bed.farmAgain("farm")) {
        report.put("connect_seconds", bed.awaitConnected(n));
        bed.awaitInSync(n);
        try (var floor = new Floor(options.data, n, ANSWER_BYTES, FLOOR_JVM, FLOOR_JVM)) {
          report.put("floor_connect_seconds", floor.connectSeconds());
          rounds(bed, floor);
        }
        report.put(
            "heap_bytes_per_subcloud", (LiveHeap.bytes(bed.hub().process().pid()) - empty) / n);
        idle(bed);
        audits(bed);
      }
      database(bed);
    }
    report.machine("after");
    report.write(options.json);
    return 0;
  }

  /**
   * With nobody connected a change writes what its commit writes; PostgreSQL itself counts. The
   * median, because sessions tell some of their counts late.
   */
  private static long rowsAtCommit(Bed bed) {
    awaitNobodyWrites(bed);
    var rows = new ArrayList<Double>();
    for (int i = 0; i < COMMITS; i++) {
      long before = settledRows(bed);
      bed.change();
      rows.add((double) (settledRows(bed) - before));
    }
    return (long) new Figures(rows).median();
  }

  /**
   * The statuses of an offline fleet and its alarms are written for a while after the last agent.
   */
  private static void awaitNobodyWrites(Bed bed) {
    long[] last = {-1};
    Watch.until(
        "nobody writes",
        Bed.LIMIT,
        STATISTICS_DELAY,
        () -> last[0] == (last[0] = PostgresStats.rowsWritten(bed.hub())));
  }

  /** Sessions tell what they counted only after a while. */
  private static long settledRows(Bed bed) {
    LockSupport.parkNanos(STATISTICS_DELAY.toNanos());
    return PostgresStats.rowsWritten(bed.hub());
  }

  private static int connected(Bed bed) {
    return bed.rest().get("/v1.0/fleet").get("connected").asInt();
  }

  private void rounds(Bed bed, Floor floor) {
    System.out.println("... warming up");
    for (int i = 0; i < options.warmUp; i++) {
      floor.round(PUSH_BYTES);
      bed.durable(bed.change(), options.subclouds);
    }
    System.out.println("... measuring");
    var cost = new Cost(bed, floor);
    for (int i = 0; i < options.rounds; i++) {
      cost.floorBegins();
      floors.add(floor.round(PUSH_BYTES));
      cost.floorEnds();
      cost.begins();
      long revision = bed.change();
      var progress = bed.durable(revision, options.subclouds);
      cost.ends();
      ours.add(progress.get("all-ms").asDouble());
      median.add(progress.get("p50-ms").asDouble());
      nearlyAll.add(progress.get("p99-ms").asDouble());
    }
    var all = new Figures(ours);
    var floorAll = new Figures(floors);
    report.put("durable_p50_ms_median", new Figures(median).median());
    report.put("durable_p99_ms_median", new Figures(nearlyAll).median());
    report.put("durable_all_ms_median", all.median());
    report.put("durable_all_ms_p99", all.quantile(0.99));
    report.put("durable_all_ms_best", all.least());
    report.put("floor_all_ms_median", floorAll.median());
    report.put("floor_all_ms_best", floorAll.least());
    report.put("ratio_to_floor", all.median() / floorAll.median());
    cost.report(report, options.rounds, options.subclouds);
  }

  /** What an idle fleet costs: heartbeats and the node's own leases. */
  private void idle(Bed bed) {
    System.out.println("... idle for " + idleSeconds + " s");
    long writes = sqlWrites(bed);
    long cpu = ProcStat.cpuMicros(bed.hub().process().pid());
    long began = System.nanoTime();
    Watch.until(
        "idle time",
        Duration.ofSeconds(idleSeconds + 10L),
        Duration.ofSeconds(1),
        () -> System.nanoTime() - began >= idleSeconds * 1_000_000_000L);
    double minutes = (System.nanoTime() - began) / 60e9;
    report.put("idle_sql_writes_per_minute", (sqlWrites(bed) - writes) / minutes);
    report.put(
        "idle_hub_cpu_percent_of_a_core",
        (ProcStat.cpuMicros(bed.hub().process().pid()) - cpu) / (minutes * 60e6) * 100);
  }

  private static long sqlWrites(Bed bed) {
    return (long) bed.rest().metric("murmuration_sql_statements_total", "kind=\"write\"");
  }

  private void audits(Bed bed) {
    var sweeps = new ArrayList<Double>();
    for (int i = 0; i < AUDITS; i++) {
      var id =
          bed.rest()
              .json("POST", "/v1.0/audits", Map.of("scope", "fleet", "bypass-cache", true))
              .get("id")
              .asText();
      var path = "/v1.0/audits/" + id;
      Watch.until(
          "the audit sweep",
          Bed.LIMIT,
          Duration.ofMillis(20),
          () -> bed.rest().get(path).get("complete").asBoolean());
      var result = bed.rest().get(path);
      if (result.get("in-sync").asInt() != options.subclouds) {
        throw new IllegalStateException("audit: " + result);
      }
      sweeps.add(result.get("elapsed-ms").asDouble());
    }
    report.put("audit_sweep_ms", new Figures(sweeps).median());
  }

  private void database(Bed bed) {
    var health = bed.rest().send("GET", "/health", "", "").body();
    report.put("health", health.replaceAll("\\s+", " "));
  }
}

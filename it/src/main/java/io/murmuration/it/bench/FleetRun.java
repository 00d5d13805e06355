package io.murmuration.it.bench;

import io.murmuration.it.bench.figure.Limits;
import io.murmuration.it.bench.figure.Panel;
import io.murmuration.it.bench.figure.Report;
import java.util.ArrayList;
import java.util.List;

/** Everything that is measured of a fleet of one size, one after the other. */
final class FleetRun {
  private static final int AUDITS_TO_WARM_UP = 3;
  private static final int AUDITS = 5;

  private final Report report = new Report();
  private final List<Panel> panels = new ArrayList<>();

  FleetRun(BenchOptions options, RoundOptions times, int idleSeconds, int agents) {
    long began = System.nanoTime();
    try (var stage =
        new Stage(
            options,
            agents,
            report,
            bed -> report.put("sql_rows_per_change_at_commit", CommitRows.count(bed)))) {
      panels.add(Connecting.agentsReturn(stage));
      panels.add(Rounds.measure(stage, times));
      stage.putHeap();
      panels.add(Sweeps.measure(stage, AUDITS_TO_WARM_UP, AUDITS));
      panels.add(Idle.measure(stage, idleSeconds / 2, idleSeconds));
    }
    report.put("minutes", (System.nanoTime() - began) / 60e9);
  }

  /** Holds the figures against what they shall be. */
  void check(Limits limits) {
    Promises.connect(report, limits);
    Promises.fanOut(report, limits);
    Promises.audit(report, limits);
    Promises.idle(report, limits);
  }

  Report report() {
    return report;
  }

  List<Panel> panels() {
    return List.copyOf(panels);
  }
}

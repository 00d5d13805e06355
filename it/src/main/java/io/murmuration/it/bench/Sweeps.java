package io.murmuration.it.bench;

import io.murmuration.it.bench.figure.Figures;
import io.murmuration.it.bench.figure.Panel;
import io.murmuration.it.run.ProcStat;
import io.murmuration.it.run.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Every site is read anew and compared by digest, beside a round of the floor that moves as many
 * bytes.
 */
final class Sweeps {
  /** A question; the floor's answer is about as long as ours. */
  private static final int QUESTION_BYTES = 40;

  private static final Duration LOOK = Duration.ofMillis(20);

  private Sweeps() {}

  static Panel measure(Stage stage, int warmUp, int rounds) {
    System.out.println("... audits, " + warmUp + " of them to warm up");
    for (int i = 0; i < warmUp; i++) {
      stage.floor().round(QUESTION_BYTES);
      sweep(stage);
    }
    var ours = new ArrayList<Double>();
    var floors = new ArrayList<Double>();
    long hub = stage.bed().hub().process().pid();
    long cpu = 0;
    for (int i = 0; i < rounds; i++) {
      floors.add(stage.floor().round(QUESTION_BYTES));
      cpu -= ProcStat.cpuMicros(hub);
      ours.add(sweep(stage));
      cpu += ProcStat.cpuMicros(hub);
    }
    var report = stage.report();
    double median = new Figures(ours).median();
    double floor = new Figures(floors).median();
    report.put("audit_sweep_ms", median);
    report.put("audit_floor_ms", floor);
    report.put("audit_ratio_to_floor", median / floor);
    report.put("audit_hub_cpu_us_per_subcloud", (double) cpu / rounds / stage.agents());
    return new Panel(
        "All sites audited",
        "round",
        "milliseconds",
        false,
        List.of(Rounds.line("murmuration", ours), Rounds.line("floor", floors)));
  }

  /** Milliseconds, as the hub says. */
  private static double sweep(Stage stage) {
    var rest = stage.bed().rest();
    var order = Map.of("scope", "fleet", "bypass-cache", true);
    var path = "/v1.0/audits/" + rest.json("POST", "/v1.0/audits", order).get("id").asText();
    Watch.until(
        "the audit sweep", Bed.LIMIT, LOOK, () -> rest.get(path).get("complete").asBoolean());
    var result = rest.get(path);
    if (result.get("in-sync").asInt() != stage.agents()) {
      throw new IllegalStateException("audit: " + result);
    }
    return result.get("elapsed-ms").asDouble();
  }
}

package io.murmuration.it.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.murmuration.it.bench.figure.Panel;
import io.murmuration.it.bench.figure.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmarks of fleets work, at a size that says nothing about costs. */
@Tag("cluster")
class FleetBenchIT {
  private static final int AGENTS = 30;

  @Test
  void smallFleetIsMeasuredInEveryRespect(@TempDir Path dir) throws Exception {
    var options = new BenchOptions();
    options.data = dir.resolve("bench");
    var times = new RoundOptions();
    times.rounds = 2;
    times.warmUp = 1;
    var report = new Report();
    List<Panel> panels = new ArrayList<>();

    try (var stage = new Stage(options, AGENTS, report)) {
      panels.add(Connecting.agentsReturn(stage));
      panels.add(Rounds.measure(stage, times));
      stage.putHeap();
      panels.add(Sweeps.measure(stage, 1, 2));
      panels.add(Idle.measure(stage, 0, 2));
    }
    var file = dir.resolve("bench.json");
    report.write(file);

    var json = new ObjectMapper().readTree(file.toFile());
    assertThat(json.get("subclouds").asInt()).isEqualTo(AGENTS);
    for (var figure :
        List.of(
            "floor_connect_seconds",
            "connect_seconds",
            "connect_ratio_to_floor",
            "durable_all_ms_median",
            "floor_all_ms_median",
            "ratio_to_floor",
            "hub_cpu_us_per_subcloud",
            "sql_statements_per_change",
            "heap_bytes_per_subcloud",
            "heap_bytes_per_subcloud_with_records",
            "audit_sweep_ms",
            "audit_ratio_to_floor")) {
      assertThat(json.get(figure).asDouble()).as(figure).isPositive();
    }
    assertThat(json.has("idle_hub_cpu_percent_of_a_core")).isTrue();
    assertThat(json.get("idle_floor_cpu_percent_of_a_core").asDouble()).isNotNegative();
    assertThat(panels)
        .allSatisfy(panel ->
            assertThat(panel.lines()).allSatisfy(line -> assertThat(line.points()).isNotEmpty()));
  }
}

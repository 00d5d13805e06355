package io.murmuration.it.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.murmuration.it.bench.figure.Growing;
import io.murmuration.it.bench.figure.Limits;
import io.murmuration.it.bench.figure.Report;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScaleCommandTest {
  @Test
  void runsAndExponentsAreWrittenAndHeapThatGrowsFasterIsMissed(@TempDir Path dir)
      throws Exception {
    var limits = new Limits(true);
    var file = dir.resolve("scale.json");

    ScaleCommand.summary(List.of(run(1_000, 50), run(10_000, 700)), limits).write(file);

    var json = new ObjectMapper().readTree(file.toFile());
    assertThat(json.get("runs")).hasSize(2);
    assertThat(json.get("runs").get(1).get("subclouds").asInt()).isEqualTo(10_000);
    var exponents = json.get("exponents");
    assertThat(exponents.fieldNames())
        .toIterable()
        .containsExactly("time", "cpu", "heap", "statements");
    assertThat(exponents.get("cpu").asDouble()).isEqualTo(1);
    assertThat(exponents.get("statements").asDouble()).isZero();
    assertThat(limits.missed()).hasSize(1).first().asString().startsWith("exponent_heap: 1.146");
  }

  @Test
  void everythingThatGrowsIsDrawn() {
    assertThat(Growing.panels(List.of(run(1_000, 50), run(2_000, 60))))
        .hasSize(4)
        .allSatisfy(panel -> assertThat(panel.lines().getFirst().points()).hasSize(2));
  }

  private static Report run(long subclouds, double heapMib) {
    var report = new Report();
    report.put("subclouds", subclouds);
    report.put("durable_all_ms_median", subclouds * 0.1);
    report.put("floor_all_ms_median", subclouds * 0.06);
    report.put("hub_cpu_us_per_subcloud", 80.0);
    report.put("floor_cpu_us_per_subcloud", 44.0);
    report.put("heap_bytes", heapMib * 1048576);
    report.put("sql_statements_per_change", 12.0);
    return report;
  }
}

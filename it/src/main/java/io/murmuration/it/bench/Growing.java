package io.murmuration.it.bench;

import io.murmuration.it.bench.figure.Exponent;
import io.murmuration.it.bench.figure.Panel;
import io.murmuration.it.bench.figure.Panel.Line;
import io.murmuration.it.bench.figure.Point;
import io.murmuration.it.bench.figure.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Something that a whole fleet costs, and that grows with its size. */
enum Growing {
  TIME(
      "A change at all, durable",
      "milliseconds",
      run -> run.number("durable_all_ms_median"),
      run -> run.number("floor_all_ms_median")),
  CPU(
      "A change, the hub's processor time",
      "milliseconds",
      run -> ofAll(run, "hub_cpu_us_per_subcloud") / 1e3,
      run -> ofAll(run, "floor_cpu_us_per_subcloud") / 1e3),
  HEAP("The hub's live heap, records included", "MiB", run -> run.number("heap_bytes") / 0x1p20),
  STATEMENTS("A change, SQL statements", "", run -> run.number("sql_statements_per_change"));

  private final String title;
  private final String unit;
  private final ToDoubleFunction<Report> cost;
  private final @Nullable ToDoubleFunction<Report> floor;

  Growing(String title, String unit, ToDoubleFunction<Report> cost) {
    this(title, unit, cost, null);
  }

  Growing(
      String title,
      String unit,
      ToDoubleFunction<Report> cost,
      @Nullable ToDoubleFunction<Report> floor) {
    this.title = title;
    this.unit = unit;
    this.cost = cost;
    this.floor = floor;
  }

  private static double ofAll(Report run, String each) {
    return run.number(each) * run.number("subclouds");
  }

  /** By the names of the JSON. */
  static Map<String, Double> exponents(List<Report> runs) {
    var exponents = new LinkedHashMap<String, Double>();
    for (var growing : values()) {
      double exponent = Exponent.fit(points(runs, growing.cost));
      exponents.put(growing.key(), Math.round(exponent * 1000) / 1000.0);
    }
    return exponents;
  }

  private String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<Panel> panels(List<Report> runs) {
    var panels = new ArrayList<Panel>();
    for (var growing : values()) {
      var lines = new ArrayList<Line>();
      lines.add(new Line("murmuration", points(runs, growing.cost)));
      if (growing.floor != null) {
        lines.add(new Line("floor", points(runs, growing.floor)));
      }
      panels.add(new Panel(growing.title, "subclouds", growing.unit, true, lines));
    }
    return panels;
  }

  private static List<Point> points(List<Report> runs, ToDoubleFunction<Report> cost) {
    return runs.stream()
        .map(run -> new Point(run.number("subclouds"), cost.applyAsDouble(run)))
        .toList();
  }
}

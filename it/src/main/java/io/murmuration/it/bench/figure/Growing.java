package io.murmuration.it.bench.figure;

import io.murmuration.it.bench.figure.Panel.Line;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Something that a whole fleet costs, and that grows with its size.
 *
 * @param key in the JSON
 * @param floor the same of the floor, or null if it has nothing like it
 */
public record Growing(
    String key,
    String title,
    String unit,
    ToDoubleFunction<Report> cost,
    @Nullable ToDoubleFunction<Report> floor) {
  private static final List<Growing> ALL =
      List.of(
          new Growing(
              "time",
              "A change at all, durable",
              "milliseconds",
              run -> run.number("durable_all_ms_median"),
              run -> run.number("floor_all_ms_median")),
          new Growing(
              "cpu",
              "A change, the hub's processor time",
              "milliseconds",
              run -> ofAll(run, "hub_cpu_us_per_subcloud") / 1e3,
              run -> ofAll(run, "floor_cpu_us_per_subcloud") / 1e3),
          new Growing(
              "heap",
              "The hub's live heap, records included",
              "MiB",
              run -> run.number("heap_bytes") / 0x1p20,
              null),
          new Growing(
              "statements",
              "A change, SQL statements",
              "statements",
              run -> run.number("sql_statements_per_change"),
              null));

  private static double ofAll(Report run, String each) {
    return run.number(each) * run.number("subclouds");
  }

  /** By the names of the JSON. */
  public static Map<String, Double> exponents(List<Report> runs) {
    var exponents = new LinkedHashMap<String, Double>();
    for (var growing : ALL) {
      double exponent = Exponent.fit(points(runs, growing.cost));
      exponents.put(growing.key, Math.round(exponent * 1000) / 1000.0);
    }
    return exponents;
  }

  /** One drawing each, with the floor where it has one. */
  public static List<Panel> panels(List<Report> runs) {
    var panels = new ArrayList<Panel>();
    for (var growing : ALL) {
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

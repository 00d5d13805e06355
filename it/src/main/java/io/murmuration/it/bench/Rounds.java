package io.murmuration.it.bench;

import io.murmuration.it.bench.figure.Figures;
import io.murmuration.it.bench.figure.Panel;
import io.murmuration.it.bench.figure.Panel.Line;
import io.murmuration.it.bench.figure.Point;
import java.util.ArrayList;
import java.util.List;

/**
 * One fleet-wide change to all subclouds, over and over: from the commit until every
 * acknowledgement is durable, beside the floor, in alternating rounds.
 */
final class Rounds {
  private final Stage stage;
  private final List<Double> ours = new ArrayList<>();
  private final List<Double> floors = new ArrayList<>();
  private final List<Double> median = new ArrayList<>();
  private final List<Double> nearlyAll = new ArrayList<>();

  private Rounds(Stage stage) {
    this.stage = stage;
  }

  static Panel measure(Stage stage, RoundOptions times) {
    var rounds = new Rounds(stage);
    int warmUp = times.warmUp(stage.agents());
    System.out.println("... " + warmUp + " rounds to warm up");
    for (int i = 0; i < warmUp; i++) {
      stage.floor().round(Stage.PUSH_BYTES);
      stage.bed().durable(stage.bed().change(), stage.agents());
    }
    System.out.println("... " + times.rounds + " rounds");
    rounds.run(times.rounds);
    rounds.put();
    return new Panel(
        "A change at all of " + stage.agents() + " subclouds",
        "round",
        "milliseconds",
        false,
        List.of(line("murmuration", rounds.ours), line("floor", rounds.floors)));
  }

  private void run(int count) {
    var cost = new Cost(stage.bed(), stage.floor());
    for (int i = 0; i < count; i++) {
      cost.floorBegins();
      floors.add(stage.floor().round(Stage.PUSH_BYTES));
      cost.floorEnds();
      cost.begins();
      long revision = stage.bed().change();
      var progress = stage.bed().durable(revision, stage.agents());
      cost.ends();
      ours.add(progress.get("all-ms").asDouble());
      median.add(progress.get("p50-ms").asDouble());
      nearlyAll.add(progress.get("p99-ms").asDouble());
    }
    cost.report(stage.report(), count, stage.agents());
  }

  private void put() {
    var report = stage.report();
    var all = new Figures(ours);
    var floorAll = new Figures(floors);
    report.put("rounds", ours.size());
    report.put("durable_p50_ms_median", new Figures(median).median());
    report.put("durable_p99_ms_median", new Figures(nearlyAll).median());
    report.put("durable_all_ms_median", all.median());
    report.put("durable_all_ms_p99", all.quantile(0.99));
    report.put("durable_all_ms_best", all.least());
    report.put("floor_all_ms_median", floorAll.median());
    report.put("floor_all_ms_best", floorAll.least());
    report.put("ratio_to_floor", all.median() / floorAll.median());
  }

  static Line line(String name, List<Double> values) {
    var points = new ArrayList<Point>();
    for (int i = 0; i < values.size(); i++) {
      points.add(new Point(i + 1.0, values.get(i)));
    }
    return new Line(name, points);
  }
}

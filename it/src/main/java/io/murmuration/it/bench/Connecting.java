package io.murmuration.it.bench;

import io.murmuration.it.bench.figure.Panel;
import io.murmuration.it.bench.figure.Panel.Line;
import io.murmuration.it.bench.figure.Point;
import io.murmuration.it.run.Growth;
import java.util.List;

/** How long it takes until the whole fleet is connected. */
final class Connecting {
  private Connecting() {}

  /** The agents' processes are killed and come back; the hub stays. */
  static Panel agentsReturn(Stage stage) {
    System.out.println("... all agents are killed and come back");
    var back = stage.comeBack();
    var report = stage.report();
    report.put("connect_seconds", back.getLast().seconds());
    report.put(
        "connect_ratio_to_floor",
        back.getLast().seconds() / report.number("floor_connect_seconds"));
    return new Panel(
        "All agents are killed and start again",
        "seconds",
        "connected",
        false,
        List.of(line("murmuration", back), line("floor", stage.floor().connecting())));
  }

  /** The hub is killed and comes back; the agents live on, and dial until it is there. */
  static Panel hubReturns(Stage stage) {
    System.out.println("... the hub is killed and comes back");
    long began = System.nanoTime();
    var hub = stage.bed().hub();
    hub.kill();
    hub.startAgain();
    stage.report().put("hub_restart_serves_seconds", (System.nanoTime() - began) / 1e9);
    var back = stage.bed().awaitConnected(stage.agents(), began);
    stage.report().put("hub_restart_all_back_seconds", back.getLast().seconds());
    stage.bed().awaitInSync(stage.agents());
    stage.report().put("hub_restart_in_sync_seconds", (System.nanoTime() - began) / 1e9);
    return new Panel(
        "The hub is killed and starts again",
        "seconds",
        "connected",
        false,
        List.of(line("murmuration", back)));
  }

  private static Line line(String name, List<Growth.Sample> samples) {
    return new Line(name, samples.stream().map(s -> new Point(s.seconds(), s.count())).toList());
  }
}

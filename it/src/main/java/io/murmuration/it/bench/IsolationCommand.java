package io.murmuration.it.bench;

import io.murmuration.it.run.FarmProcess;
import io.murmuration.it.run.TreeDeleter;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * What bad sites cost the others: a twentieth of the fleet, in a JVM of its own, is well, then
 * refuses every push, then does not read its streams, then is frozen.
 */
@Command(
    name = "isolation",
    mixinStandardHelpOptions = true,
    description = "How much slow, deaf and refusing sites delay the others.")
final class IsolationCommand implements Callable<Integer> {
  private static final int BAD_SHARE = 20;

  @Mixin private final BenchOptions options = new BenchOptions();

  private final Report report = new Report();

  @Override
  public Integer call() {
    TreeDeleter.delete(options.data);
    int bad = Math.max(1, options.subclouds / BAD_SHARE);
    int good = options.subclouds - bad;
    report.put("subclouds", options.subclouds);
    report.put("bad_subclouds", bad);
    report.put("rounds", options.rounds);
    report.machine("before");
    try (var bed = new Bed(options.data, options.journals())) {
      bed.prepare(options.subclouds);
      try (var well = bed.farm("good", 1, good);
          var ill = bed.farm("bad", good + 1, options.subclouds)) {
        bed.awaitConnected(options.subclouds);
        bed.awaitInSync(options.subclouds);
        for (int i = 0; i < options.warmUp; i++) {
          bed.durable(bed.change(), options.subclouds);
        }
        double healthy = rounds(bed, good);
        report.put("p99_ms_all_well", healthy);
        ill.ask("refuse " + bad + " trusted-ca no");
        ratio("refusing", rounds(bed, good), healthy);
        ill.ask("heal");
        ill.ask("deaf " + bad);
        ratio("deaf", rounds(bed, good), healthy);
        ill.process().freeze(true);
        ratio("frozen", rounds(bed, good), healthy);
        ill.process().freeze(false);
        report.put("good_farm", state(well));
      }
    }
    report.machine("after");
    report.write(options.json);
    return 0;
  }

  private static String state(FarmProcess farm) {
    return farm.ask("status").get("connected").asText() + " connected at the end";
  }

  private void ratio(String name, double with, double without) {
    report.put("p99_ms_" + name, with);
    report.put("ratio_" + name, with / without);
  }

  /** Median over the rounds of the p99 among those that answer. */
  private double rounds(Bed bed, int answers) {
    var nearlyAll = new ArrayList<Double>();
    for (int i = 0; i < options.rounds; i++) {
      var progress = bed.durable(bed.change(), answers);
      nearlyAll.add(progress.get("p99-ms").asDouble());
    }
    return new Figures(nearlyAll).median();
  }
}

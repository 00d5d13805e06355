package io.murmuration.it.bench;

import io.murmuration.it.run.FarmProcess;
import io.murmuration.it.run.TreeDeleter;
import java.util.ArrayList;
import java.util.List;
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
        compare(
            bed,
            "refusing",
            good,
            () -> ill.ask("refuse " + bad + " trusted-ca no"),
            () -> ill.ask("heal"));
        compare(bed, "deaf", good, () -> ill.ask("deaf " + bad), () -> ill.ask("heal"));
        compare(
            bed,
            "frozen",
            good,
            () -> ill.process().freeze(true),
            () -> ill.process().freeze(false));
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

  /**
   * Rounds with the fault between rounds without it: half before, half after, because a JVM that
   * still warms up would make whatever comes last look well.
   */
  private void compare(Bed bed, String name, int good, Runnable fault, Runnable cure) {
    System.out.println("... " + name);
    var without = new ArrayList<Double>();
    rounds(bed, options.subclouds, options.rounds / 2, without);
    var with = new ArrayList<Double>();
    fault.run();
    rounds(bed, good, options.rounds, with);
    cure.run();
    bed.awaitConnected(options.subclouds);
    bed.awaitInSync(options.subclouds);
    rounds(bed, options.subclouds, options.rounds - options.rounds / 2, without);
    var faulty = new Figures(with).median();
    var well = new Figures(without).median();
    report.put("p99_ms_well_around_" + name, well);
    report.put("p99_ms_" + name, faulty);
    report.put("ratio_" + name, faulty / well);
  }

  /** The p99 of each round among those that answer. */
  private static void rounds(Bed bed, int answers, int rounds, List<Double> nearlyAll) {
    for (int i = 0; i < rounds; i++) {
      nearlyAll.add(bed.durable(bed.change(), answers).get("p99-ms").asDouble());
    }
  }
}
